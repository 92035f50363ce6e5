package io.jenkins.plugins.mlops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.image.ImageException;
import io.jenkins.plugins.mlops.image.ImageName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerLoginsTest {

    @TempDir
    Path home;

    private void write(String text) throws IOException {
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), text);
    }

    private static String auth(String login) {
        return "{\"auth\": \"" + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)) + "\"}";
    }

    @ParameterizedTest
    @CsvSource({
        "fraud, hub",
        "docker.io/team/fraud, hub",
        "registry.example:5000/fraud, mine",
        "registry.example/fraud, ",
        "registry.example.evil.org/fraud, "
    })
    void shouldFindWhatDockerLoginLeft(String image, String user) throws Exception {
        write("{\"auths\": {\"https://index.docker.io/v1/\": " + auth("hub:h") + ", \"registry.example:5000\": "
                + auth("mine:m:n") + ", \"helped.example\": {}}, \"credsStore\": \"none\"}");

        assertThat(DockerLogins.of(Map.of(), home).find(ImageName.of(image)).map(RegistryLogin::user))
                .isEqualTo(java.util.Optional.ofNullable(user));
    }

    @Test
    void shouldNotNeedAFile() throws Exception {
        assertThat(DockerLogins.of(Map.of(), home).find(ImageName.of("fraud"))).isEmpty();
        write("{\"auths\": {\"helped.example\": {}}}");
        assertThat(DockerLogins.of(Map.of(), home).find(ImageName.of("helped.example/fraud")))
                .isEmpty();
    }

    @Test
    void shouldNameTheFileThatCannotBeRead() throws IOException {
        write("{");

        assertThatThrownBy(() -> DockerLogins.of(Map.of(), home).find(ImageName.of("fraud")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining("docker login");
    }

    @Test
    void shouldShowNoPassword() {
        assertThat(new RegistryLogin("me", "hunter2").toString()).doesNotContain("hunter2");
    }
}

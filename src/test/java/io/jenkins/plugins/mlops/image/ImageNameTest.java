package io.jenkins.plugins.mlops.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {

    @ParameterizedTest
    @CsvSource({
        "fraud, docker.io, library/fraud",
        "team/fraud, docker.io, team/fraud",
        "registry.example/fraud, registry.example, fraud",
        "registry.example:5000/a/b_c/d-e, registry.example:5000, a/b_c/d-e",
        "localhost/fraud, localhost, fraud",
        "'[::1]:5000/fraud', '[::1]:5000', fraud"
    })
    void shouldFindTheRegistryAsDockerDoes(String text, String registry, String repository) {
        assertThat(ImageName.of(text)).isEqualTo(new ImageName(registry, repository));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "Fraud",
                "a//b",
                "a b",
                "-a",
                "a/",
                "x;y",
                "http://registry.example/fraud",
                "a..b",
                "../a",
                "x\ny"
            })
    void shouldRefuseWhatIsNoName(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ImageName.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fraud:1.0", "registry.example:5000/fraud:1.0", "fraud@sha256:00"})
    void shouldSayThatTheTagComesFromTheContent(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageName.of(text))
                .withMessageContaining("the tag comes from the content");
    }

    @Test
    void shouldNotBeSlowedDownByLongNames() {
        assertThatIllegalArgumentException().isThrownBy(() -> ImageName.of("a-".repeat(50_000) + "!"));
    }
}

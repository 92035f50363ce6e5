package io.jenkins.plugins.mlops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlops.docker.RealDocker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The example project in an image that answers. */
class ImageCommandTest {

    @TempDir
    Path folder;

    private Digits digits;

    @BeforeEach
    void createProject() throws Exception {
        digits = Digits.create(folder);
        Files.createDirectories(digits.root.resolve("models"));
        // One row of weights for each digit, for one feature and the bias: always a 3.
        String row = "[0, 0]";
        String weights = String.join(", ", Collections.nCopies(3, row)) + ", [0, 9], "
                + String.join(", ", Collections.nCopies(6, row));
        digits.write("models/model.json", "{\"pool\": 8, \"weights\": [" + weights + "]}");
    }

    private static String pixels(int brightness) {
        return "{\"pixels\": [" + String.join(",", Collections.nCopies(64, Integer.toString(brightness))) + "]}";
    }

    private Shell.Result image(RealDocker docker, String contains) {
        return digits.shell()
                .with("DOCKER_HOST", docker.host())
                .with("BUILD_URL", "https://jenkins.example.org/job/digits/7/")
                .run(
                        "image",
                        docker.registry() + "/digits",
                        "--json",
                        "--server",
                        "python",
                        "--app",
                        "serve.py",
                        "--include",
                        "train.py",
                        "--base-image",
                        docker.pythonImage(),
                        "--smoke-path",
                        "/predict",
                        "--smoke-body",
                        pixels(8),
                        "--smoke-contains",
                        contains,
                        "--smoke-seconds",
                        "15",
                        "--push");
    }

    @Test
    void shouldPushAnImageThatPredicts() throws Exception {
        RealDocker docker = RealDocker.orSkip();

        Shell.Result first = image(docker, "\"digit\": 3");
        Shell.Result second = image(docker, "\"digit\": 3");

        assertThat(first.exitCode()).as(first.err()).isZero();
        JsonNode document = new ObjectMapper().readTree(first.out());
        assertThat(document.path("image").asText()).matches(docker.registry() + "/digits@sha256:[0-9a-f]{64}");
        assertThat(document.path("labels")
                        .path("org.opencontainers.image.revision")
                        .asText())
                .matches("[0-9a-f]{40}");
        assertThat(document.path("models").path(0).path("path").asText()).isEqualTo("models/model.json");
        JsonNode again = new ObjectMapper().readTree(second.out());
        assertThat(again.path("outcome").asText()).isEqualTo("already_pushed");
        assertThat(again.path("image")).isEqualTo(document.path("image"));
    }

    @Test
    void shouldNotPushAnImageThatPredictsSomethingElse() {
        RealDocker docker = RealDocker.orSkip();

        Shell.Result result = image(docker, "\"digit\": 4");

        assertThat(result.exitCode()).isEqualTo(ExitCode.COULD_NOT);
        assertThat(result.err()).contains("instead of 200 with '\"digit\": 4' in it", "is not pushed");
        assertThat(result.out()).isEmpty();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void shouldRemoveTheContainerWhenItIsTerminated() throws Exception {
        RealDocker docker = RealDocker.orSkip();
        digits.write("Dockerfile", "FROM " + docker.pythonImage() + "\nENTRYPOINT [\"sleep\", \"1000\"]\n");
        String name = "digits-" + UUID.randomUUID().toString().substring(0, 8);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(
                java.toString(), "-cp", System.getProperty("java.class.path"), Mlops.class.getName(), "image", name);
        builder.command().addAll(List.of("--smoke-path", "/health", "--smoke-port", "8080", "--smoke-seconds", "300"));
        builder.directory(digits.root.toFile()).redirectErrorStream(true);
        builder.environment().put("DOCKER_HOST", docker.host());
        Process mlops = builder.redirectOutput(folder.resolve("out").toFile()).start();
        try {
            for (int i = 0; i < 600 && docker.smokeContainersOf(name) == 0 && mlops.isAlive(); i++) {
                Thread.sleep(100);
            }
            assertThat(docker.smokeContainersOf(name)).isOne();

            mlops.destroy();

            assertThat(mlops.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(docker.smokeContainersOf(name))
                    .as(Files.readString(folder.resolve("out")))
                    .isZero();
        } finally {
            mlops.destroyForcibly();
        }
    }

    @Test
    void shouldSayWhatToWriteInstead() {
        assertThat(digits.shell().run("image", "digits:1.0").err()).contains("the tag comes from the content");
        assertThat(digits.shell().run("image", "digits", "--server", "flask").err())
                .contains("known are python, fastapi");
        assertThat(digits.shell().run("image", "digits", "--app", "serve.py").err())
                .contains("need --server");
        assertThat(digits.shell().run("image", "digits", "--server", "python").err())
                .contains("as serve.py");
        assertThat(digits.shell().run("image", "digits", "--smoke-body", "{}").err())
                .contains("--smoke-path");
        assertThat(digits.shell().run("image", "digits", "--user", "me").err()).contains("MLOPS_REGISTRY_PASSWORD");
        Shell.Result noDockerfile = digits.shell().run("image", "digits");
        assertThat(noDockerfile.err()).contains("no Dockerfile");
        assertThat(noDockerfile.exitCode()).isEqualTo(ExitCode.COULD_NOT);
    }
}

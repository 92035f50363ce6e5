package io.jenkins.plugins.mlops.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedDockerfileTest {

    private static ServerChoice choice(Server server) {
        Optional<String> app =
                switch (server.app()) {
                    case NONE -> Optional.empty();
                    case SCRIPT -> Optional.of("serve.py");
                    case ASGI -> Optional.of("service.main:app");
                };
        return ServerChoice.of(server, app);
    }

    private static String text(ServerChoice choice, String... models) throws ImageException {
        return new GeneratedDockerfile(choice, List.of(models), Optional.of("requirements.txt")).text();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "PYTHON, models/m.pkl, `[\"python3\", \"serve.py\"]`",
                "FASTAPI, models/m.pkl, `[\"python3\", \"-m\", \"uvicorn\", \"service.main:app\", \"--host\", \"0.0.0.0\", \"--port\", \"8080\"]`",
                "MLFLOW, models/fraud/MLmodel, `[\"python3\", \"-m\", \"mlflow\", \"models\", \"serve\", \"--model-uri\", \"models/fraud\", \"--host\", \"0.0.0.0\", \"--port\", \"8080\", \"--env-manager\", \"local\"]`",
                "ONNX, models/net.onnx, `[\"python3\", \"onnx_server.py\", \"models/net.onnx\", \"8080\"]`",
                "TORCHSERVE, store/net.mar, `[\"python3\", \"torchserve_start.py\", \"--ncs\", \"--ts-config\", \"torchserve.properties\", \"--model-store\", \"store\", \"--models\", \"all\"]`",
                "KSERVE, models/m.pkl, `[\"python3\", \"serve.py\"]`"
            })
    void shouldStartTheServer(Server server, String model, String command) throws ImageException {
        assertThat(text(choice(server), model)).contains("\nENTRYPOINT " + command + "\n");
    }

    @ParameterizedTest
    @EnumSource
    void shouldRunAsNobodyOnABaseThatCanBeChosen(Server server) throws ImageException {
        String dockerfile = text(
                choice(server).withBaseImage("base@sha256:" + "0".repeat(64)), "m/MLmodel", "m/net.onnx", "m/net.mar");

        assertThat(dockerfile)
                .contains("ARG BASE_IMAGE=base@sha256:000")
                .contains("\nUSER 10001:10001\n")
                .contains("\nHEALTHCHECK ")
                .contains("\nEXPOSE 8080\n")
                .doesNotContainPattern("@[A-Z_]+@");
    }

    @Test
    void shouldAskForPackagesOrABaseThatHasThem() throws ImageException {
        ServerChoice fastApi = choice(Server.FASTAPI);

        assertThatThrownBy(() -> new GeneratedDockerfile(fastApi, List.of("m"), Optional.empty()).text())
                .hasMessageContaining("requirements.txt")
                .hasMessageContaining("base image");
        assertThat(new GeneratedDockerfile(fastApi.withBaseImage("own:1"), List.of("m"), Optional.empty()).text())
                .doesNotContain("packages");
    }

    @Test
    void shouldSayWhichModelTheServerNeeds() {
        assertThatThrownBy(() -> text(choice(Server.ONNX), "a.onnx", "b.onnx"))
                .hasMessageContaining("a.onnx and b.onnx");
        assertThatThrownBy(() -> text(choice(Server.MLFLOW), "models/xMLmodel")).hasMessageContaining("there is none");
    }

    @ParameterizedTest
    @CsvSource({"net.mar, .", "store/net.mar, store", "a b/store/net.mar, a b/store"})
    void shouldServeTheFolderOfTheArchives(String archive, String folder) throws ImageException {
        assertThat(text(choice(Server.TORCHSERVE), archive)).contains("\"--model-store\", \"" + folder + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        // Else it listens on 127.0.0.1 of the container.
        "inference_address, http://0.0.0.0:9090",
        "management_address, http://127.0.0.1:8081",
        "metrics_address, http://127.0.0.1:8082",
        "disable_token_authorization, true",
        "enable_envvars_config, true"
    })
    void shouldConfigureTorchServe(String key, String value) throws IOException {
        ServerChoice choice = choice(Server.TORCHSERVE).withPort(9090);
        Map<String, ContextEntry> context = new GeneratedDockerfile(choice, List.of("net.mar"), Optional.empty())
                .context(Map.of("net.mar", new ContextEntry.Text("")));
        Properties config = new Properties();
        config.load(((ContextEntry.Text) context.get("image/app/torchserve.properties")).open());

        assertThat(config).containsEntry(key, value);
        assertThat(context).containsKey("image/app/torchserve_start.py");
        // Logs, archives unpacked and its process id: the home folder of the usual base is not this user's.
        assertThat(((ContextEntry.Text) context.get("Dockerfile")).text())
                .contains(" TEMP=/tmp LOG_LOCATION=/tmp METRICS_LOCATION=/tmp\n")
                .contains("\nEXPOSE 9090\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {7070, 7071, 8081, 8082})
    void shouldRefuseThePortsThatTorchServeTakesForItself(int port) {
        assertThatThrownBy(() -> text(choice(Server.TORCHSERVE).withPort(port), "net.mar"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(Integer.toString(port))
                .hasMessageContaining("8080");
    }

    @ParameterizedTest
    @CsvSource({"TORCHSERVE, torchserve_start.py", "TORCHSERVE, torchserve.properties", "ONNX, onnx_server.py"})
    void shouldReplaceNoFileOfTheWorkspace(Server server, String name) {
        List<String> models = List.of("net.mar", "net.onnx");

        assertThatThrownBy(() -> new GeneratedDockerfile(choice(server), models, Optional.of("requirements.txt"))
                        .context(Map.of(name, new ContextEntry.Text("mine"))))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(name);
    }

    @Test
    void shouldQuoteHostileNames() throws ImageException {
        assertThat(text(choice(Server.ONNX), "models/a\"b\\\nRUN id.onnx"))
                .contains("\"models/a\\\"b\\\\\\u000aRUN id.onnx\"")
                .doesNotContain("\nRUN id");
    }

    @Test
    void shouldRefuseWhatWouldBreakOutOfItsLine() {
        ServerChoice choice = choice(Server.PYTHON);

        assertThatIllegalArgumentException().isThrownBy(() -> choice.withBaseImage("a\nRUN id"));
        assertThatIllegalArgumentException().isThrownBy(() -> choice.withBaseImage("${SECRET}"));
        assertThatIllegalArgumentException().isThrownBy(() -> choice.withHealthPath("/'); import os #"));
        assertThatIllegalArgumentException().isThrownBy(() -> choice.withPort(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerChoice.of(Server.PYTHON, Optional.of("../serve.py")))
                .withMessageContaining("serve.py");
    }
}

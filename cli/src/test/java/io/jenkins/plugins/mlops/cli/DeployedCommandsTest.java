package io.jenkins.plugins.mlops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mlops.kubernetes.ControlPlane;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands one after the other, as a person would type them, against a real API server. */
class DeployedCommandsTest {

    @Test
    void shouldDeployCheckRollBackAndTell(@TempDir Path folder) throws IOException, InterruptedException {
        try (ControlPlane control = ControlPlane.orSkip(folder)) {
            control.namespace("prod");
            Shell shell = Shell.in(folder)
                    .with("KUBECONFIG", control.kubeconfig().toString())
                    .with("BUILD_URL", "https://ci.example/7");
            String[] first = deploy(
                    "r/fraud:1", "--check", "test \"$MLOPS_PREVIEW_SERVICE/$MLOPS_NAMESPACE\" = fraud-preview/prod");

            Shell.Result deployed = shell.run(first);
            assertThat(deployed.exitCode()).as(deployed.err()).isZero();
            assertThat(deployed.out()).isEqualToNormalizingNewlines("PROMOTED blue (r/fraud:1) serves\n");

            Shell.Result refused = shell.run(deploy("r/fraud:2", "--check", "echo recall is 0.3; exit 4"));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("recall is 0.3");
            assertThat(refused.out())
                    .startsWith("DISCARDED blue (r/fraud:1) serves")
                    .contains("ended with exit code 4");

            try (GrowingErrors errors = new GrowingErrors()) {
                Instant start = Instant.now();
                Shell.Result watched = shell.run(deploy(
                        "r/fraud:2",
                        "--check",
                        "echo $$ > check.pid; sleep 120",
                        "--watch-preview",
                        "--every",
                        "2s",
                        "--prometheus",
                        errors.url(),
                        "--max",
                        "errors=0.1"));
                assertThat(watched.out()).startsWith("DISCARDED blue").contains("errors is 1, above 0.1");
                assertThat(start).isAfter(Instant.now().minusSeconds(100));
                long check = Long.parseLong(
                        Files.readString(folder.resolve("check.pid")).strip());
                await(() ->
                        ProcessHandle.of(check).filter(ProcessHandle::isAlive).isEmpty());
            }

            Shell.Result kept = shell.run(deploy("r/fraud:3", "--keep-old", "10m", "--no-wait"));
            assertThat(kept.out()).startsWith("PROMOTED green serves; blue is kept until ");

            Shell.Result back =
                    shell.run("rollback", "fraud", "-n", "prod", "--reason", "recall fell", "--drain", "0", "--json");
            assertThat(back.exitCode()).as(back.err()).isZero();
            assertThat(new ObjectMapper().readTree(back.out()).get("outcome").asText())
                    .isEqualTo("rolled-back");

            assertThat(shell.run("deployments", "-n", "prod").out()).containsPattern("fraud +blue +r/fraud:1 +idle");
            JsonNode app = new ObjectMapper()
                    .readTree(shell.run("deployments", "fraud", "-n", "prod", "--json")
                            .out())
                    .get("apps")
                    .get(0);
            assertThat(app.get("serves").asText()).isEqualTo("blue");
            assertThat(app.get("history").findValuesAsText("outcome"))
                    .containsExactly("promoted", "discarded", "discarded", "rolled-back");
            assertThat(app.get("history").get(3).get("decidedBy").asText()).isEqualTo("https://ci.example/7");
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 100 && !condition.getAsBoolean(); i++) {
            Thread.sleep(100);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** A Prometheus that has nothing to complain of once, and then has. */
    private static final class GrowingErrors implements AutoCloseable {
        private final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        private int asked;

        GrowingErrors() throws IOException {
            server.createContext("/", exchange -> {
                byte[] answer = ("{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\""
                                + (asked++ == 0 ? 0 : 1) + "\"]}}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static String[] deploy(String image, String... more) {
        String[] common = {"deploy", "fraud", "-n", "prod", "--image", image, "--keep-old", "0"};
        int kept = more[0].equals("--keep-old") ? 6 : 8;
        String[] all = Arrays.copyOf(common, kept + more.length);
        System.arraycopy(more, 0, all, kept, more.length);
        return all;
    }
}

package io.jenkins.plugins.mlops.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mlops.metrics.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers are those of a real MLflow 3.17.2 server with a SQLite store, shortened by fields that nobody reads. */
class MlflowBaselineTest {

    private static final String VERSION =
            "{\"model_version\": {\"name\": \"fraud\", \"version\": \"1\", \"run_id\": \"%s\", \"status\": \"READY\", \"aliases\": [\"champion\"]}}";
    private static final String RUN =
            """
            {"run": {"info": {"run_id": "f07e", "status": "FINISHED", "start_time": 1795253775763, "end_time": 1795253776122},
              "data": {"metrics": [
                  {"key": "accuracy", "value": 0.93, "timestamp": 1795253775872, "step": 1},
                  {"key": "val/loss", "value": 0.25, "timestamp": 1795253775950, "step": 0},
                  {"key": "bad", "value": "NaN", "timestamp": 1795253775994, "step": 0},
                  {"key": "inf", "value": 1.7976931348623157e+308, "timestamp": 1795253776014, "step": 0}],
                "params": [{"key": "lr", "value": "0.01"}],
                "tags": [{"key": "mlflow.runName", "value": "x"}, {"key": "mlflow.source.git.commit", "value": "aaaa"}]},
              "inputs": {}, "outputs": {}}}
            """;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            String asked = exchange.getRequestURI().toString().replace("/api/2.0/mlflow/", "");
            String answer = answers.getOrDefault(asked, "404 {}");
            byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        answers.put("registered-models/alias?alias=champion&name=fraud", "200 " + VERSION.formatted("f07e"));
        answers.put("registered-models/alias?alias=norun&name=fraud", "200 " + VERSION.formatted(""));
        answers.put(
                "registered-models/alias?alias=nope&name=fraud",
                "400 {\"error_code\": \"INVALID_PARAMETER_VALUE\", \"message\": \"Registered model alias nope not found.\"}");
        answers.put(
                "registered-models/alias?alias=champion&name=none",
                "404 {\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"Registered Model with name=none not found\"}");
        answers.put("model-versions/get?name=fraud&version=1", "200 " + VERSION.formatted("f07e"));
        answers.put(
                "model-versions/get?name=fraud&version=9",
                "404 {\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"Model Version (name=fraud, version=9) not found\"}");
        answers.put("runs/get?run_id=f07e", "200 " + RUN);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Optional<Baseline> find(String model) throws IOException {
        return new MlflowBaseline(client("", Optional.of("secret")), model).find();
    }

    private MlflowClient client(String user, Optional<String> token) {
        return new MlflowClient(
                URI.create("http://" + user + "127.0.0.1:" + server.getAddress().getPort() + "/"), token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"models:/fraud@champion", "models:/fraud/1"})
    void shouldReadTheMetricsOfTheRunThatMadeAModel(String model) throws Exception {
        Baseline baseline = find(model).orElseThrow();
        assertThat(baseline.snapshot().value("accuracy")).contains(new Value.Numeric(new BigDecimal("0.93")));
        assertThat(baseline.snapshot().value("val/loss")).contains(new Value.Numeric(new BigDecimal("0.25")));
        assertThat(baseline.snapshot().value("bad")).contains(new Value.NotFinite("NaN"));
        assertThat(baseline.snapshot().value("inf")).contains(new Value.NotFinite("Infinity"));
        assertThat(baseline.revision()).contains("aaaa");
        assertThat(baseline.timestamp()).contains(Instant.ofEpochMilli(1795253776122L));
        assertThat(baseline.description()).isEqualTo("MLflow " + model);
        assertThat(authorizations).containsOnly("Bearer secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models:/fraud@nope", "models:/none@champion"})
    void shouldTakeAnAliasThatNothingHasForAFirstRun(String model) throws Exception {
        assertThat(find(model)).isEmpty();
    }

    @Test
    void shouldNotTakeAnythingElseForAFirstRun() {
        assertThatThrownBy(() -> find("models:/fraud/9"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no models:/fraud/9");
        assertThatThrownBy(() -> find("models:/fraud@norun"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("without a run");
        for (String answer : List.of("404 <html>", "404 {}", "401 {}", "500 {}", "302 ", "200 [", "200 {}", "200 []")) {
            answers.put("registered-models/alias?alias=champion&name=fraud", answer);
            assertThatThrownBy(() -> find("models:/fraud@champion"))
                    .as(answer)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1");
        }
        int port = server.getAddress().getPort();
        server.stop(0);
        assertThatThrownBy(() -> find("models:/fraud@champion"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("check the tracking URI");
    }

    @Test
    void shouldNeverShowASecret() {
        answers.put("registered-models/alias?alias=champion&name=fraud", "401 {}");
        MlflowClient client = client("me:pass@", Optional.empty());
        assertThatThrownBy(() -> new MlflowBaseline(client, "models:/fraud@champion").find())
                .hasMessageContaining("check the token")
                .hasMessageNotContaining("pass");
        assertThat(authorizations).containsOnly("Basic bWU6cGFzcw==");
        assertThatThrownBy(() -> new MlflowClient(URI.create("ftp://me:pass@x"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("pass");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fraud", "models:/", "models:/a/b", "models:/a@b@c", "runs:/x/model", "models:/a/../b"})
    void shouldRefuseWhatIsNoModel(String uri) {
        assertThatThrownBy(() -> new MlflowBaseline(client("", Optional.empty()), uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("models:/name@alias");
    }
}

package io.jenkins.plugins.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrometheusClientTest {

    private HttpServer server;
    private String answer = "";
    private int status = 200;
    private String asked = "";
    private String authorization = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/prefix/api/v1/query", exchange -> {
            asked = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
            authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private PrometheusClient client() {
        return new PrometheusClient(
                HttpClient.newHttpClient(),
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/prefix/"),
                Optional.of("secret"));
    }

    @Test
    void shouldReadEverySeriesOfAVector() throws IOException {
        answer =
                """
                {"status":"success","data":{"resultType":"vector","result":[
                  {"metric":{"pod":"a"},"value":[1700000000.1,"0.25"]},
                  {"metric":{"pod":"b"},"value":[1700000000.1,"NaN"]},
                  {"metric":{"pod":"c"},"value":[1700000000.1,"1e-3"]}]}}
                """;

        assertThat(client().query("rate(errors{app=\"fraud\"}[1m]) + 1"))
                .containsExactly(new BigDecimal("0.25"), new BigDecimal("0.001"));
        assertThat(asked).isEqualTo("query=rate(errors{app=\"fraud\"}[1m]) + 1");
        assertThat(authorization).isEqualTo("Bearer secret");
    }

    @Test
    void shouldReadAScalar() throws IOException {
        answer = "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1700000000,\"7\"]}}";

        assertThat(client().query("scalar(x)")).containsExactly(new BigDecimal("7"));
    }

    @Test
    void shouldNameTheQueryThatIsRefused() {
        status = 400;

        assertThatThrownBy(() -> client().query("rate("))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answers 400 to rate(");
    }

    @Test
    void shouldRefuseAnAnswerThatIsNoVector() {
        answer = "{\"data\":{\"resultType\":\"matrix\",\"result\":[]}}";

        assertThatThrownBy(() -> client().query("x[1m]")).hasMessageContaining("the query gives a matrix");
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        server.stop(0);

        assertThatThrownBy(() -> client().query("up"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Prometheus at 127.0.0.1 does not answer");
    }
}

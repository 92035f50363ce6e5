package io.jenkins.plugins.mlops.deploy;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Instant queries by the HTTP API of Prometheus and of those that speak it: Thanos, Mimir, VictoriaMetrics. */
public final class PrometheusClient implements Prometheus {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_ANSWER = 4 * 1024 * 1024;

    private final HttpClient http;
    private final URI server;
    private final Optional<String> token;

    /**
     * @param http that follows no redirects, so that the token goes to this server only
     * @param server with the path before {@code /api/v1}, if there is one
     * @param token a bearer token
     */
    public PrometheusClient(HttpClient http, URI server, Optional<String> token) {
        if (server.getHost() == null || !String.valueOf(server.getScheme()).matches("https?")) {
            throw new IllegalArgumentException(
                    "the address of Prometheus has to be one of http or https, as in https://prometheus.example");
        }
        this.http = http;
        this.server = server;
        this.token = token;
    }

    @Override
    public List<BigDecimal> query(String promql) throws IOException {
        String base = server.toString().replaceFirst("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base + "/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8)))
                .timeout(TIMEOUT)
                .header("Accept", "application/json");
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        HttpResponse<InputStream> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking Prometheus");
        } catch (IOException e) {
            throw new IOException("Prometheus at " + server.getHost() + " does not answer: " + e.getMessage(), e);
        }
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MAX_ANSWER);
            if (response.statusCode() != 200) {
                throw new IOException(
                        "Prometheus at " + server.getHost() + " answers " + response.statusCode() + " to " + promql);
            }
            return values(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private List<BigDecimal> values(String json) throws DocumentException {
        Node.Mapping data = field(Documents.json(json, "answer of Prometheus").asMapping("the answer"), "data")
                .asMapping("data");
        Node result = field(data, "result");
        String type = field(data, "resultType").asText("resultType");
        List<BigDecimal> values = new ArrayList<>();
        switch (type) {
            case "scalar" -> add(result, values);
            case "vector" -> {
                for (Node series : result.asSequence("result").items()) {
                    add(field(series.asMapping("a series"), "value"), values);
                }
            }
            default ->
                throw new DocumentException(
                        result.at(),
                        "the query gives a " + type + "; write one that gives an instant vector or a scalar");
        }
        return values;
    }

    private static Node field(Node.Mapping mapping, String name) throws DocumentException {
        return mapping.get(name).orElseThrow(() -> new DocumentException(mapping.at(), "there is no " + name));
    }

    /** A pair of time and text; NaN and the infinities say nothing about a bound. */
    private static void add(Node sample, List<BigDecimal> values) throws DocumentException {
        List<Node> pair = sample.asSequence("a sample").items();
        if (pair.size() != 2) {
            throw new DocumentException(sample.at(), "a sample is a time and a value");
        }
        String text = pair.get(1).asText("a value");
        if (!text.matches("NaN|[-+]?Inf")) {
            try {
                values.add(new BigDecimal(text));
            } catch (NumberFormatException e) {
                throw new DocumentException(sample.at(), "'" + text + "' is no number", e);
            }
        }
    }
}

package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads from an MLflow tracking server. Follows no redirect, so that a token goes to this server only. */
public final class MlflowClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_ANSWER = 16 * 1024 * 1024;

    private final HttpClient http;
    private final URI server;
    private final Optional<String> authorization;

    /**
     * @param trackingUri as MLFLOW_TRACKING_URI has it; a user and password in it are sent as basic authentication and never shown
     * @param token a bearer token, as MLFLOW_TRACKING_TOKEN has it
     * @throws IllegalArgumentException where {@code trackingUri} is no http or https address
     */
    public MlflowClient(URI trackingUri, Optional<String> token) {
        String scheme = String.valueOf(trackingUri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.matches("https?") || trackingUri.getHost() == null) {
            throw new IllegalArgumentException(
                    "the tracking URI of MLflow has to be the http or https address of a server, as in https://mlflow.example");
        }
        String path = Optional.ofNullable(trackingUri.getRawPath()).orElse("").replaceFirst("/+$", "");
        String port = trackingUri.getPort() < 0 ? "" : ":" + trackingUri.getPort();
        this.server = URI.create(scheme + "://" + trackingUri.getHost() + port + path);
        this.authorization = token.map(value -> "Bearer " + value).or(() -> Optional.ofNullable(
                        trackingUri.getUserInfo())
                .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8))));
        this.http = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** @return empty where the server says that there is no such thing */
    Optional<Node.Mapping> get(String method, Map<String, String> parameters) throws IOException {
        String query = new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(parameter -> parameter.getKey() + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server + "/api/2.0/mlflow/" + method + "?" + query))
                .timeout(TIMEOUT)
                .header("Accept", "application/json");
        authorization.ifPresent(value -> request.header("Authorization", value));
        HttpResponse<InputStream> response = send(request.build(), method);
        String body = body(response, method);
        if (response.statusCode() == 200) {
            return Optional.of(parse(body));
        }
        if (response.statusCode() / 100 == 4 && isAbsent(body)) {
            return Optional.empty();
        }
        String remedy = response.statusCode() == 401 || response.statusCode() == 403
                ? "; check the token (MLFLOW_TRACKING_TOKEN)"
                : response.statusCode() / 100 == 3
                        ? "; write the address that it redirects to as the tracking URI"
                        : "";
        throw new IOException("could not ask " + this + " for " + method + ": it answered with status "
                + response.statusCode() + remedy);
    }

    /** A model that is not there is a RESOURCE_DOES_NOT_EXIST; an alias an INVALID_PARAMETER_VALUE, told from others by its message only. */
    private boolean isAbsent(String body) {
        try {
            Node.Mapping error = parse(body);
            String code = error.get("error_code").map(Node::toString).orElse("");
            String message = error.get("message").map(Node::toString).orElse("");
            return code.contains("RESOURCE_DOES_NOT_EXIST")
                    || (code.contains("INVALID_PARAMETER_VALUE")
                            && message.contains("Registered model alias")
                            && message.contains("not found"));
        } catch (IOException e) {
            // a proxy's page, not MLflow's answer
            return false;
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request, String method) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking " + this + " for " + method);
        } catch (IOException e) {
            throw new IOException(
                    "could not ask " + this + " for " + method + ": "
                            + Optional.ofNullable(e.getMessage()).orElse("no connection")
                            + "; check the tracking URI and that the server runs",
                    e);
        }
    }

    private String body(HttpResponse<InputStream> response, String method) throws IOException {
        try (InputStream in = response.body()) {
            byte[] bytes = in.readNBytes(MAX_ANSWER + 1);
            if (bytes.length > MAX_ANSWER) {
                throw new IOException(
                        "the answer of " + this + " for " + method + " is larger than " + MAX_ANSWER + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private Node.Mapping parse(String body) throws DocumentException {
        return Documents.json(body, "answer of " + this).asMapping("the answer");
    }

    IOException unexpected(String missing) {
        return new IOException("the answer of " + this + " has no '" + missing + "'; is it an MLflow server?");
    }

    /** The address, without credentials. */
    @Override
    public String toString() {
        return server.toString();
    }
}

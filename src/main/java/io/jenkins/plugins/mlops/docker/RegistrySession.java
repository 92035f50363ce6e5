package io.jenkins.plugins.mlops.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlops.image.ImageException;
import io.jenkins.plugins.mlops.image.ImageName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Requests to one repository of a registry: the login that it asks for, redirects to its storage. The login goes to the registry and to the service that it names for tokens, and nowhere else. */
final class RegistrySession {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_ANSWER = 8 * 1024 * 1024;
    private static final int MAX_REDIRECTS = 5;

    private record Answer(int status, Optional<String> location, Optional<String> challenge, byte[] body) {}

    private final RegistryAccess access;
    private final ImageName name;
    private final HttpClient client;
    private Optional<String> authorization = Optional.empty();

    RegistrySession(RegistryAccess access, ImageName name) throws ImageException {
        this.access = access;
        this.name = name;
        try {
            this.client = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(20))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .sslContext(access.certificates().context())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new ImageException(
                    "Cannot use the certificates for the registry " + name.registry() + ": " + e.getMessage()
                            + ". Give the CA as PEM text",
                    e);
        }
    }

    /** Plain HTTP only where that is allowed, or on this machine, and where the registry speaks it. */
    String scheme(String host) throws InterruptedException {
        String withoutPort = host.replaceFirst(":\\d+$", "");
        if (!access.plainHttp() && !HttpRegistry.isLoopback(withoutPort)) {
            return "https";
        }
        try {
            // A server with TLS answers 400, or hangs up. The other way round, one without TLS may just wait for more.
            int status = send(URI.create("http://" + host + "/v2/"), "*/*", Optional.empty())
                    .status();
            return status == 200 || status == 401 || status == 403 || status == 404 ? "http" : "https";
        } catch (IOException e) {
            return "https";
        }
    }

    /** @return empty for 404 */
    Optional<byte[]> get(URI address, String accept) throws IOException, InterruptedException {
        Answer answer = follow(address, accept);
        if (answer.status() == 401
                && authorization.isEmpty()
                && answer.challenge().isPresent()) {
            authorization = authorize(Challenge.of(answer.challenge().get()), address);
            answer = authorization.isPresent() ? follow(address, accept) : answer;
        }
        return switch (answer.status()) {
            case 200 -> Optional.of(answer.body());
            case 404 -> Optional.empty();
            case 401, 403 ->
                throw new ImageException("Cannot read " + name + ": the registry " + name.registry() + " answered "
                        + answer.status()
                        + access.login()
                                .map(login ->
                                        " to " + login + ". Check the password, and whether it may read and push there")
                                .orElse(". Pass user and password"));
            case 429 ->
                throw new ImageException("Cannot read " + name + ": the registry " + name.registry()
                        + " answered 429, too many requests. Try later, or with a login");
            default ->
                throw new ImageException("Cannot read " + name + ": the registry " + name.registry() + " answered "
                        + answer.status() + " for " + address.getRawPath() + ". Try later, or look into its log");
        };
    }

    private Answer follow(URI address, String accept) throws IOException, InterruptedException {
        URI at = address;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            boolean same = address.getRawAuthority().equals(at.getRawAuthority())
                    && address.getScheme().equals(at.getScheme());
            Answer answer = send(at, accept, same ? authorization : Optional.empty());
            if (answer.status() / 100 != 3 || answer.location().isEmpty()) {
                return answer;
            }
            at = at.resolve(answer.location().get());
            if (address.getScheme().equals("https") && !"https".equals(at.getScheme())) {
                throw new IOException("it redirects from TLS to plain HTTP");
            }
        }
        throw new IOException("it redirects more than " + MAX_REDIRECTS + " times");
    }

    private Answer send(URI address, String accept, Optional<String> login) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(TIMEOUT).header("Accept", accept);
        login.ifPresent(value -> request.header("Authorization", value));
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] content = body.readNBytes(MAX_ANSWER + 1);
            if (content.length > MAX_ANSWER) {
                throw new IOException("its answer is larger than " + MAX_ANSWER + " bytes, which no manifest is");
            }
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Location"),
                    response.headers().firstValue("WWW-Authenticate"),
                    content);
        }
    }

    private Optional<String> authorize(Challenge challenge, URI registry) throws IOException, InterruptedException {
        Optional<String> basic = access.login().map(RegistrySession::basic);
        if (challenge.scheme().equals("basic")) {
            return basic;
        }
        if (!challenge.scheme().equals("bearer") || challenge.realm().isEmpty()) {
            throw new IOException("it asks for a login of the unknown kind '" + challenge.scheme() + "'");
        }
        URI realm = URI.create(challenge.realm().get());
        boolean plain = "http".equals(realm.getScheme());
        if (!"https".equals(realm.getScheme())
                && !(plain && registry.getScheme().equals("http"))) {
            throw new IOException("it asks to send the login without TLS to " + realm.getHost());
        }
        String query = "scope=" + encoded("repository:" + name.repository() + ":pull")
                + challenge
                        .service()
                        .map(service -> "&service=" + encoded(service))
                        .orElse("");
        Answer answer =
                send(URI.create(realm + (realm.getRawQuery() == null ? "?" : "&") + query), "application/json", basic);
        if (answer.status() != 200) {
            return Optional.empty();
        }
        JsonNode token = new ObjectMapper().readTree(answer.body());
        String text = token.path("token").asText(token.path("access_token").asText(""));
        return text.isEmpty() ? Optional.empty() : Optional.of("Bearer " + text);
    }

    private static String basic(RegistryLogin login) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The JDK's connection failures often have no text of their own. */
    static String reason(IOException failure) {
        Throwable cause = failure;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null
                ? "no connection (" + cause.getClass().getSimpleName() + ")"
                : cause.getMessage();
    }
}

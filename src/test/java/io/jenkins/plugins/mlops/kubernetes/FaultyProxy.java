package io.jenkins.plugins.mlops.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Stands before an API server, hands requests on, and does something else with one of them. */
final class FaultyProxy implements AutoCloseable {

    /** What a load balancer, a busy API server or a network does. */
    enum Fault {
        CONFLICT(409, status(409, "Conflict")),
        THROTTLED(429, "Too many requests, please try again later."),
        FAILED(500, status(500, "InternalError")),
        UNAVAILABLE(503, "no healthy upstream"),
        /** The API server does it, and the answer does not come. */
        TIMED_OUT(0, ""),
        /** The API server does it, and half of the answer comes. */
        CUT_IN_THE_ANSWER(0, ""),
        CUT_BEFORE(0, "");

        private final int code;
        private final String body;

        Fault(int code, String body) {
            this.code = code;
            this.body = body;
        }

        private static String status(int code, String reason) {
            return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"a fault of the test\",\"reason\":\""
                    + reason + "\",\"code\":" + code + "}";
        }
    }

    static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final HttpClient http;
    private final URI target;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Optional<Fault> fault;
    private final int at;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong throttled = new AtomicLong();
    private volatile String struck = "nothing";
    private volatile Duration leftAlone = Duration.ZERO;

    /**
     * @param target the real API server
     * @param at which request it happens to, from 1
     */
    FaultyProxy(URI target, HttpClient http, Optional<Fault> fault, int at) throws IOException {
        this.target = target;
        this.http = http;
        this.fault = fault;
        this.at = at;
        this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** @param pem of the API server's certificate */
    static HttpClient trusting(String pem) throws IOException {
        try {
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("api-server", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder()
                    .sslContext(context)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int calls() {
        return calls.get();
    }

    /** The request that the fault has happened to. */
    String struck() {
        return struck;
    }

    /** From an answer that asked to be left alone for {@link #RETRY_AFTER} to the next request. */
    Duration leftAlone() {
        return leftAlone;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int number = calls.incrementAndGet();
            long refused = throttled.getAndSet(0);
            if (refused != 0) {
                leftAlone = Duration.ofNanos(System.nanoTime() - refused);
            }
            if (fault.isEmpty() || number != at) {
                answer(exchange, forward(exchange, body));
                return;
            }
            struck =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            strike(exchange, body, fault.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void strike(HttpExchange exchange, byte[] body, Fault what) throws IOException, InterruptedException {
        switch (what) {
            case TIMED_OUT -> {
                forward(exchange, body);
                Thread.sleep(FaultTest.PATIENCE.plusSeconds(1).toMillis());
            }
            case CUT_IN_THE_ANSWER -> {
                HttpResponse<byte[]> response = forward(exchange, body);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(response.statusCode(), response.body().length + 1);
                exchange.getResponseBody().write(response.body(), 0, response.body().length / 2);
                exchange.getResponseBody().flush();
            }
            case CUT_BEFORE -> {}
            default -> {
                byte[] text = what.body.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders()
                        .add("Content-Type", what.body.startsWith("{") ? "application/json" : "text/plain");
                if (what == Fault.THROTTLED) {
                    exchange.getResponseHeaders().add("Retry-After", String.valueOf(RETRY_AFTER.toSeconds()));
                    throttled.set(System.nanoTime());
                }
                exchange.sendResponseHeaders(what.code, text.length);
                exchange.getResponseBody().write(text);
            }
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        URI asked = exchange.getRequestURI();
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(asked.toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String header : new String[] {"Authorization", "Content-Type", "Accept", "User-Agent"}) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(header))
                    .ifPresent(value -> request.header(header, value));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        response.headers().firstValue("Content-Type").ifPresent(value -> exchange.getResponseHeaders()
                .add("Content-Type", value));
        exchange.sendResponseHeaders(response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
        exchange.getResponseBody().write(response.body());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

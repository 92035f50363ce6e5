package io.jenkins.plugins.mlops.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mlops.dvc.Credentials;
import io.jenkins.plugins.mlops.dvc.Remote;
import io.jenkins.plugins.mlops.dvc.Remote.TransientException;
import io.jenkins.plugins.mlops.dvc.RemoteAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRemoteTest {

    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private HttpServer elsewhere;

    @BeforeEach
    void start() throws IOException {
        server = startServer();
        elsewhere = startServer();
        handle(server, "/store/ranges", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
            if (from >= CONTENT.length) {
                exchange.getResponseHeaders().add("Content-Range", "bytes */" + CONTENT.length);
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            answer(exchange, range == null ? 200 : 206, new String(CONTENT, StandardCharsets.US_ASCII).substring(from));
        });
        handle(server, "/store/whole", exchange -> answer(exchange, 200, "0123456789"));
        handle(server, "/store/with%20space", exchange -> answer(exchange, 200, "space"));
        handle(server, "/store/get-only", exchange -> {
            if (exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().add("Content-Range", "bytes 0-0/10");
                answer(exchange, 206, "0");
            } else {
                exchange.sendResponseHeaders(405, -1);
            }
        });
        handle(server, "/store/cut", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(CONTENT);
            exchange.getResponseBody().flush();
            // Leaves without the other 990 bytes: the server closes the connection.
            throw new IOException("cut");
        });
        handle(server, "/store/stalls", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(CONTENT);
            exchange.getResponseBody().flush();
            await(end);
        });
        handle(server, "/store/loop", exchange -> redirect(exchange, "/store/loop"));
        handle(server, "/store/moved", exchange -> redirect(exchange, "/store/whole"));
        handle(server, "/store/away", exchange -> redirect(exchange, url(elsewhere) + "/taken"));
        handle(server, "/store/file", exchange -> redirect(exchange, "file:///etc/hostname"));
        handle(elsewhere, "/taken", exchange -> answer(exchange, 200, "elsewhere"));
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        elsewhere.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"ranges,0,0123456789", "ranges,4,456789", "whole,0,0123456789", "whole,4,456789"})
    void shouldReadFromAnOffsetWhetherOrNotTheServerKnowsRanges(String path, long offset, String expected)
            throws IOException {
        try (Remote remote = open(Map.of())) {
            assertThat(read(remote, path, offset)).isEqualTo(expected);
        }
    }

    @Test
    void shouldEscapeWhatAnUrlCannotHave() throws IOException {
        try (Remote remote = open(Map.of())) {
            assertThat(read(remote, "with space", 0)).isEqualTo("space");
        }
    }

    @ParameterizedTest
    @CsvSource({"whole,10", "get-only,10"})
    void shouldTellTheSize(String path, long expected) throws IOException {
        try (Remote remote = open(Map.of())) {
            assertThat(remote.size(path)).hasValue(expected);
        }
    }

    @Test
    void shouldTellAMissingObjectFromAFailure() throws IOException {
        answerAlways("/store/broken", 500);
        try (Remote remote = open(Map.of())) {
            assertThat(remote.size("none")).isEmpty();
            assertThatThrownBy(() -> remote.open("none", 0)).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> remote.size("broken"))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("/store/broken")
                    .hasMessageContaining("500");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void shouldMarkAnswersThatMayPass(int status) throws IOException {
        answerAlways("/store/busy", status);
        try (Remote remote = open(Map.of())) {
            assertThatThrownBy(() -> remote.open("busy", 0)).isInstanceOf(TransientException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 451})
    void shouldNotAskAgainWhereTheAnswerIsFinal(int status) throws IOException {
        answerAlways("/store/closed", status);
        try (Remote remote = open(Map.of())) {
            assertThatThrownBy(() -> remote.open("closed", 0))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(TransientException.class)
                    .hasMessageContaining(String.valueOf(status));
        }
    }

    @Test
    void shouldSayThatTheServerEndsBeforeThePartThatIsThere() throws IOException {
        try (Remote remote = open(Map.of())) {
            assertThatThrownBy(() -> remote.open("ranges", 11)).hasMessageContaining("ends before that");
        }
    }

    @Test
    void shouldCallACutConnectionTransient() throws IOException {
        try (Remote remote = open(Map.of())) {
            assertThatThrownBy(() -> read(remote, "cut", 0))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("/store/cut");
        }
    }

    @Test
    void shouldEndADownloadThatStandsStill() throws IOException {
        try (Remote remote = open(Map.of("read_timeout", "0.3"))) {
            assertThatThrownBy(() -> read(remote, "stalls", 0))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("stood still");
        }
    }

    @Test
    void shouldCallARefusedConnectionTransient() throws IOException {
        server.stop(0);
        try (Remote remote = open(Map.of())) {
            assertThatThrownBy(() -> remote.open("whole", 0)).isInstanceOf(TransientException.class);
        }
    }

    @Test
    void shouldFollowRedirectsButNotForEver() throws IOException {
        try (Remote remote = open(Map.of())) {
            assertThat(read(remote, "moved", 0)).isEqualTo("0123456789");
            assertThatThrownBy(() -> remote.open("loop", 0)).hasMessageContaining("redirects more than");
            assertThatThrownBy(() -> remote.open("file", 0)).hasMessageContaining("redirects to file://");
        }
    }

    @Test
    void shouldSendCredentialsOnlyToTheirOwnServer() throws IOException {
        try (Remote remote = open(Map.of("auth", "basic", "user", "ann", "password", "s3cret"))) {
            assertThat(read(remote, "moved", 0)).isEqualTo("0123456789");
            assertThat(authorizations).containsOnly("Basic YW5uOnMzY3JldA==").hasSize(2);
            authorizations.clear();
            assertThat(read(remote, "away", 0)).isEqualTo("elsewhere");
            assertThat(authorizations).containsExactly("Basic YW5uOnMzY3JldA==", "none");
        }
    }

    @Test
    void shouldPreferGivenCredentialsAndSendACustomHeader() throws IOException {
        RemoteAddress address = new RemoteAddress(
                "storage",
                url(server) + "/store",
                folder,
                Map.of("auth", "custom", "custom_auth_header", "X-Token", "password", "from-config"),
                Optional.of(Credentials.of("", "given")));
        List<String> tokens = new CopyOnWriteArrayList<>();
        handle(server, "/store/token", exchange -> {
            tokens.add(exchange.getRequestHeaders().getFirst("X-Token"));
            answer(exchange, 200, "");
        });
        try (Remote remote = new Remotes(Map.of()).open(address)) {
            read(remote, "token", 0);
        }
        assertThat(tokens).containsExactly("given");
    }

    @Test
    void shouldTakeUserAndPasswordOutOfTheUrl() throws IOException {
        String url = url(server).replace("http://", "http://ann:p%40ss@") + "/store";
        try (Remote remote =
                new Remotes(Map.of()).open(new RemoteAddress("storage", url, folder, Map.of(), Optional.empty()))) {
            assertThat(remote.description()).doesNotContain("ann").doesNotContain("p%40ss");
            read(remote, "whole", 0);
        }
        assertThat(authorizations).containsExactly("Basic YW5uOnBAc3M=");
    }

    @Test
    void shouldGoThroughTheProxyOfTheEnvironmentUnlessTheHostIsExempt() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        handle(elsewhere, "/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            answer(exchange, 200, "by proxy");
        });
        RemoteAddress address =
                new RemoteAddress("storage", "http://data.invalid/store", folder, Map.of(), Optional.empty());
        try (Remote remote = new Remotes(Map.of("HTTP_PROXY", url(elsewhere))).open(address)) {
            assertThat(read(remote, "whole", 0)).isEqualTo("by proxy");
        }
        assertThat(asked).containsExactly("http://data.invalid/store/whole");
        try (Remote remote =
                new Remotes(Map.of("http_proxy", url(elsewhere), "no_proxy", "other, .invalid")).open(address)) {
            assertThatThrownBy(() -> remote.open("whole", 0)).isInstanceOf(TransientException.class);
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldNotLetARepositorySwitchTheCheckOfCertificatesOff() {
        assertThatThrownBy(() -> open(Map.of("ssl_verify", "false"))).hasMessageContaining("ssl_verify");
    }

    @Test
    void shouldNameTheFileOfAuthoritiesThatCannotBeRead() throws IOException {
        Path pem = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        assertThatThrownBy(() -> open(Map.of("ssl_verify", "ca.pem"))).hasMessageContaining(pem.toString());
    }

    @ParameterizedTest
    @CsvSource({"auth,digest", "connect_timeout,soon", "read_timeout,-1"})
    void shouldSayWhichOptionIsWrong(String option, String value) {
        assertThatThrownBy(() -> open(Map.of(option, value)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(option)
                .hasMessageContaining("storage");
    }

    private Remote open(Map<String, String> options) throws IOException {
        return new Remotes(Map.of())
                .open(new RemoteAddress("storage", url(server) + "/store/", folder, options, Optional.empty()));
    }

    private static String read(Remote remote, String path, long offset) throws IOException {
        try (InputStream body = remote.open(path, offset)) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpServer startServer() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.start();
        return http;
    }

    private static String url(HttpServer http) {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private void answerAlways(String path, int status) {
        handle(server, path, exchange -> exchange.sendResponseHeaders(status, -1));
    }

    private void handle(HttpServer http, String path, HttpHandler handler) {
        http.createContext(java.net.URI.create(path).getPath(), exchange -> {
            authorizations.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .orElse("none"));
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
        }
        exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().add("Location", location);
        exchange.sendResponseHeaders(302, -1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

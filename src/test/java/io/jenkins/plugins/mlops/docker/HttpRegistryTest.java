package io.jenkins.plugins.mlops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mlops.image.ImageException;
import io.jenkins.plugins.mlops.image.ImageName;
import io.jenkins.plugins.mlops.image.ImageReference;
import io.jenkins.plugins.mlops.image.Registry.Published;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as registries do that are hard to have: with tokens, redirects to a storage, broken content. */
class HttpRegistryTest {

    private static final String CONFIG = "{\"config\":{\"Labels\":{\"io.mlops.input-digest\":\"sha256:1\"}}}";

    private final Map<String, String> content = new TreeMap<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private HttpServer storage;
    private boolean tokens;
    private boolean redirects;
    private int status = 200;

    @BeforeEach
    void start() throws Exception {
        server = serve(this::registry);
        storage = serve(exchange -> answer(exchange, 200, CONFIG));
        content.put("/v2/fraud/blobs/" + digest(CONFIG), CONFIG);
        content.put("/v2/fraud/manifests/1", manifest());
    }

    private static String manifest() throws Exception {
        return "{\"config\":{\"digest\":\"" + digest(CONFIG) + "\"}}";
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private HttpServer serve(Handler handler) throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.createContext("/", exchange -> {
            String login = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(exchange.getRequestURI() + (login == null ? "" : " " + login));
            handler.handle(exchange);
        });
        started.start();
        return started;
    }

    @AfterEach
    void stop() {
        server.stop(0);
        storage.stop(0);
    }

    private void registry(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String login = exchange.getRequestHeaders().getFirst("Authorization");
        if (path.equals("/token")) {
            boolean known = login == null || login.equals("Basic bWxvcHM6c2VjcmV0");
            answer(exchange, known ? 200 : 401, "{\"token\":\"t0ken\"}");
        } else if (tokens && !"Bearer t0ken".equals(login)) {
            exchange.getResponseHeaders()
                    .set(
                            "WWW-Authenticate",
                            "Bearer realm=\"http://" + name(server) + "/token\",service=\"reg,istry\"");
            answer(exchange, 401, "");
        } else if (redirects && path.contains("/blobs/")) {
            exchange.getResponseHeaders().set("Location", "http://" + name(storage) + "/object");
            answer(exchange, 307, "");
        } else {
            answer(exchange, content.containsKey(path) ? status : 404, content.getOrDefault(path, ""));
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String digest(String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256:" + HexFormat.of().formatHex(hash);
    }

    private static String name(HttpServer server) {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private ImageReference reference(String tag) {
        return ImageName.of(name(server) + "/fraud").tagged(tag);
    }

    private static HttpRegistry anonymous() {
        return new HttpRegistry(RegistryAccess.anonymous());
    }

    private static HttpRegistry as(String user, String password) {
        return new HttpRegistry(RegistryAccess.anonymous().as(new RegistryLogin(user, password)));
    }

    @Test
    void shouldReadDigestAndLabels() throws Exception {
        assertThat(anonymous().find(reference("1")))
                .contains(new Published(digest(manifest()), Map.of("io.mlops.input-digest", "sha256:1")));
        assertThat(anonymous().find(reference("2"))).isEmpty();
    }

    @Test
    void shouldReadTheLabelsOfAnIndex() throws Exception {
        String index = "{\"manifests\":[{\"digest\":\"sha256:" + "0".repeat(64)
                + "\",\"platform\":{\"os\":\"unknown\"}},{\"digest\":\"" + digest(manifest())
                + "\",\"platform\":{\"os\":\"linux\"}}]}";
        content.put("/v2/fraud/manifests/index", index);
        content.put("/v2/fraud/manifests/" + digest(manifest()), manifest());

        assertThat(anonymous().find(reference("index")))
                .contains(new Published(digest(index), Map.of("io.mlops.input-digest", "sha256:1")));
    }

    @Test
    void shouldGetATokenForItsLogin() throws Exception {
        tokens = true;

        assertThat(as("mlops", "secret").find(reference("1"))).isPresent();
        assertThat(requests)
                .contains("/token?scope=repository%3Afraud%3Apull&service=reg%2Cistry Basic bWxvcHM6c2VjcmV0");
    }

    @Test
    void shouldSayThatTheLoginIsRefused() {
        tokens = true;

        assertThatThrownBy(() -> as("mlops", "hunter2").find(reference("1")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("401 to user mlops")
                .hasMessageContaining("Check the password")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }

    @Test
    void shouldNotSendTheLoginToTheStorage() throws Exception {
        tokens = true;
        redirects = true;

        assertThat(as("mlops", "secret").find(reference("1"))).isPresent();
        assertThat(requests).contains("/object");
    }

    @Test
    void shouldNotTrustContentOfAnotherDigest() {
        content.replaceAll((path, text) -> path.contains("/blobs/") ? text.replace(":1", ":2") : text);

        assertThatThrownBy(() -> anonymous().find(reference("1")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Cannot trust");
    }

    @Test
    void shouldTakeAnImageOfOthersForOneWithoutLabels() throws Exception {
        content.put("/v2/fraud/manifests/1", "{\"schemaVersion\":1,\"config\":{\"digest\":\"../../../etc\"}}");

        assertThat(anonymous().find(reference("1")))
                .hasValueSatisfying(found -> assertThat(found.labels()).isEmpty());
    }

    @Test
    void shouldNotTakeAFailureForAnAbsence() {
        for (int answer : List.of(500, 503, 429)) {
            status = answer;
            assertThatThrownBy(() -> anonymous().find(reference("1")))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining(Integer.toString(answer));
        }
        content.put("/v2/fraud/manifests/1", "<html>");
        status = 200;
        assertThatThrownBy(() -> anonymous().find(reference("1"))).isInstanceOf(ImageException.class);
        stop();
        assertThatThrownBy(() -> anonymous().find(reference("1")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(name(server))
                .hasMessageContaining("Check its name and the network");
    }
}

package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mlops.remote.Remotes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole pull from a web server that cuts every transfer after so many bytes. */
class CutConnectionTest {

    private static final int CUT = 300_000;
    private static final int LARGE = 1_000_000;
    private static final int SMALL_FILES = 20;

    @TempDir
    private Path folder;

    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final List<Integer> starts = new CopyOnWriteArrayList<>();
    private final AtomicLong received = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private Path root;
    private byte[] large;
    private volatile boolean knowsRanges = true;
    private volatile int cut = CUT;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        root = folder.resolve("repository");
        DvcProject.write(
                root,
                ".dvc/config",
                "[core]\n    remote = web\n    no_scm = true\n['remote \"web\"']\n    url = http://127.0.0.1:"
                        + server.getAddress().getPort() + "/store\n");
        Random random = new Random(3);
        large = new byte[LARGE];
        random.nextBytes(large);
        StringBuilder manifest = new StringBuilder("[" + entry(store(large, ""), "large.bin"));
        for (int i = 0; i < SMALL_FILES; i++) {
            byte[] small = new byte[1000];
            random.nextBytes(small);
            manifest.append(", ").append(entry(store(small, ""), "small/" + i));
        }
        String id = store(manifest.append(']').toString().getBytes(StandardCharsets.UTF_8), ".dir");
        DvcProject.write(root, "data.dvc", "outs:\n- md5: " + id + ".dir\n  hash: md5\n  path: data\n");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static String entry(String md5, String path) {
        return "{\"md5\": \"" + md5 + "\", \"relpath\": \"" + path + "\"}";
    }

    private String store(byte[] content, String suffix) {
        String md5 = HexFormat.of().formatHex(ContentHash.md5().digest(content));
        objects.put("/store/files/md5/" + md5.substring(0, 2) + "/" + md5.substring(2) + suffix, content);
        return md5;
    }

    /** Sends at most {@link #cut} bytes of what it announces. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] whole = objects.get(exchange.getRequestURI().getPath());
            if (whole == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = 0;
            if (range != null && knowsRanges) {
                from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
                starts.add(from);
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (whole.length - 1) + "/" + whole.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, whole.length - from);
            byte[] part = Arrays.copyOfRange(whole, from, Math.min(whole.length, from + cut));
            exchange.getResponseBody().write(part);
            exchange.getResponseBody().flush();
            if (from + part.length < whole.length) {
                throw new IOException("cut");
            }
        }
    }

    private PullResult pull() throws IOException, InterruptedException {
        DvcConfig config = DvcConfig.load(new FileSystemTree(root), root, ConfigLocations.NONE);
        return new Pull(root, config, new Remotes(Map.of()), RepositorySource.none(), Map.of())
                .run(DvcRepository.open(root).plan(List.of()), PullOptions.DEFAULTS, new PullListener() {
                    @Override
                    public void transferred(long bytes) {
                        received.addAndGet(bytes);
                    }
                });
    }

    private long size() {
        return objects.values().stream().mapToLong(content -> content.length).sum();
    }

    @Test
    void shouldGoOnWhereTheConnectionBrokeUntilAllIsThere() throws Exception {
        PullResult result = pull();

        assertThat(result.files()).isEqualTo(SMALL_FILES + 1);
        assertThat(root.resolve("data/large.bin")).hasBinaryContent(large);
        // What was on the way when the connection broke may be lost.
        assertThat(starts).hasSizeGreaterThanOrEqualTo(LARGE / CUT).isSorted().doesNotHaveDuplicates();
        assertThat(received).as("no byte is taken twice").hasValue(size());
        try (var files = Files.walk(root.resolve(".dvc/cache"))) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".part"));
        }
    }

    @Test
    void shouldGoOnInTheNextPullWhereTheServerStaysAway() throws Exception {
        Path object = root.resolve(".dvc/cache")
                .resolve(objects.entrySet().stream()
                        .filter(entry -> entry.getValue() == large)
                        .map(entry -> entry.getKey().substring("/store/".length()))
                        .findFirst()
                        .orElseThrow());
        // Begins at the start each time, so no try gets further than the cut.
        knowsRanges = false;

        PullException failed = catchThrowableOfType(PullException.class, this::pull);

        assertThat(failed.failures()).extracting(PullFailure::path).containsExactly("data/large.bin");
        assertThat(root.resolve("data/large.bin")).doesNotExist();
        assertThat(root.resolve("data/small/0")).exists();
        assertThat(object).doesNotExist();
        long kept = Files.size(object.resolveSibling(object.getFileName() + ".part"));
        assertThat(kept).isPositive();
        knowsRanges = true;
        cut = LARGE;
        received.set(0);

        assertThat(pull().downloaded()).isEqualTo(1);

        assertThat(root.resolve("data/large.bin")).hasBinaryContent(large);
        assertThat(received).as("what came before is kept").hasValue(LARGE - kept);
    }
}

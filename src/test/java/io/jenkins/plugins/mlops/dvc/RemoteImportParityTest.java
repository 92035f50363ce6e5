package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mlops.git.Clones;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports from a Git repository on a web server, served by Git's own {@code git http-backend}. */
class RemoteImportParityTest {

    @TempDir
    private Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private DvcProject project;
    private Path backend;
    private Path served;

    @BeforeEach
    void serve() throws IOException {
        project = DvcProject.create(folder.resolve("project"));
        backend = Path.of(project.dvc().git(folder, "--exec-path").strip(), "git-http-backend");
        boolean there = Files.isExecutable(backend);
        if (!there) {
            System.err.println("##### SKIPPED: no " + backend + "; imports over HTTP are NOT tested #####");
        }
        assumeTrue(there, "no git http-backend");
        served = Files.createDirectory(folder.resolve("served"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    private String url(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    /** A CGI program answers with headers, an empty line and the body. */
    private void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        requests.add(uri.toString());
        ProcessBuilder builder = new ProcessBuilder(backend.toString()).redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> cgi = builder.environment();
        cgi.putAll(project.dvc().environment());
        cgi.put("GIT_PROJECT_ROOT", served.toString());
        cgi.put("GIT_HTTP_EXPORT_ALL", "1");
        cgi.put("REQUEST_METHOD", exchange.getRequestMethod());
        cgi.put("PATH_INFO", uri.getPath());
        cgi.put("QUERY_STRING", uri.getQuery() == null ? "" : uri.getQuery());
        for (String header : List.of("Content-Type", "Content-Encoding", "Git-Protocol")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                String name = header.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
                cgi.put(header.equals("Content-Type") ? name : "HTTP_" + name, value);
            }
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        cgi.put("CONTENT_LENGTH", String.valueOf(body.length));
        Process process = builder.start();
        try (exchange;
                InputStream out = process.getInputStream()) {
            try (OutputStream in = process.getOutputStream()) {
                in.write(body);
            }
            int status = 200;
            for (String line = line(out); !line.isEmpty(); line = line(out)) {
                String[] header = line.split(": ", 2);
                if (header[0].equals("Status")) {
                    status = Integer.parseInt(header[1].substring(0, 3));
                } else {
                    exchange.getResponseHeaders().add(header[0], header[1]);
                }
            }
            exchange.sendResponseHeaders(status, 0);
            out.transferTo(exchange.getResponseBody());
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private PullResult pull(Path root) throws IOException, InterruptedException {
        return project.pull(root, new Clones(folder.resolve("clones"), root), PullOptions.DEFAULTS);
    }

    @Test
    void shouldBringWhatDvcAndGitTrackThere() throws Exception {
        RealDvc dvc = project.dvc();
        Path source = project.source(
                Map.of("data/a.txt", "a\n", "data/deep/b b.txt", "b\n", "notes/read me.md", "tracked by Git\n"),
                "data");
        dvc.git(
                folder,
                "clone",
                "-q",
                "--bare",
                source.toString(),
                served.resolve("source.git").toString());
        Path origin = project.origin();
        dvc.run(origin, "import", "-q", url("source.git"), "data", "-o", "whole");
        dvc.run(origin, "import", "-q", url("source.git"), "data/deep", "-o", "part");
        dvc.run(origin, "import", "-q", url("source.git"), "notes", "-o", "notes");
        project.publish("imports");
        // What came later is none of the import's.
        DvcProject.write(source, "notes/later.md", "later\n");
        dvc.commitAll(source, "second");
        dvc.git(source, "push", "-q", served.resolve("source.git").toString(), "main");
        Path ours = project.clone("ours");
        Path theirs = project.clone("theirs");
        dvc.run(theirs, "pull", "-q");
        requests.clear();

        PullResult result = pull(ours);

        assertThat(result.files()).isEqualTo(2 + 1 + 1);
        assertThat(requests).anyMatch(request -> request.endsWith("/git-upload-pack"));
        DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
        assertThat(dvc.run(ours, "data", "status", "--granular")).contains("No changes");
        requests.clear();
        project.wipe(ours);
        assertThat(pull(ours).files()).isEqualTo(4);
        assertThat(requests).as("the commit is in the clone already").isEmpty();
    }
}

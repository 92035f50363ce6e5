package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Moto, a stand-in for S3, with one bucket. {@code MLOPS_MOTO} names its program {@code moto_server}, else it is looked for beside {@code dvc}. Skips the test where there is none, or the installed
 * {@code dvc} has no S3.
 */
public final class S3Server implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final int port;

    private S3Server(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** @param log a file that is not there */
    public static S3Server startOrSkip(Path log) throws IOException, InterruptedException {
        Optional<Path> server = Optional.ofNullable(System.getProperty("MLOPS_MOTO", System.getenv("MLOPS_MOTO")))
                .map(Path::of)
                .filter(Files::isExecutable)
                .or(() -> StorageDvc.besideIt("moto_server"));
        boolean there = server.isPresent() && StorageDvc.has("dvc_s3");
        if (!there) {
            System.err.println(
                    "##### SKIPPED: no moto_server (MLOPS_MOTO) or no dvc[s3]; a pull from S3 by the installed dvc is NOT tested #####");
        }
        assumeTrue(there, "no S3");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(server.orElseThrow().toString(), "-H", "127.0.0.1", "-p", "" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        S3Server s3 = new S3Server(process, log, port);
        s3.createBucket();
        return s3;
    }

    private void createBucket() throws IOException, InterruptedException {
        for (int i = 0; ; i++) {
            try {
                put("", HttpRequest.BodyPublishers.noBody());
                return;
            } catch (IOException e) {
                if (i == 60 || !process.isAlive()) {
                    throw new IOException(Files.readString(log), e);
                }
                Thread.sleep(1000);
            }
        }
    }

    private void put(String key, HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint() + "/bucket" + key))
                .PUT(body)
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }

    /** Puts all files of a folder below {@code s3://bucket/below}. */
    public void upload(Path folder) throws IOException, InterruptedException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            put("/below/" + name, HttpRequest.BodyPublishers.ofFile(file));
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}

package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.mlops.remote.Remotes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole pull in which the installed {@code dvc} brings some of the data or all. For an S3 remote it takes {@code dvc[s3]} and Moto, a stand-in for S3: {@code MLOPS_MOTO} names its program
 * {@code moto_server}, else it is looked for beside {@code dvc}.
 */
class ExternalPullTest {

    private static final Map<String, String> KEYS =
            Map.of("access_key_id", "the-key-id", "secret_access_key", "the-s3cret-key");

    @TempDir
    private Path folder;

    private DvcProject project;
    private Process moto;
    private int port;

    @BeforeEach
    void makeRepository() throws IOException {
        project = DvcProject.create(folder);
        project.write("data/a.txt", "a\n");
        project.write("data/deep/b b.txt", "b\n");
        project.write("local.txt", "local\n");
        project.dvc().run(project.origin(), "add", "-q", "data", "local.txt");
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (moto != null) {
            moto.destroy();
            moto.waitFor(10, TimeUnit.SECONDS);
            moto.destroyForcibly();
        }
    }

    /** The remote {@code cloud} in a bucket; {@code data} goes there. Skips the test where there is no S3 to be had. */
    private void useS3() throws Exception {
        Path beside = project.dvc().executable();
        Path server = Optional.ofNullable(System.getProperty("MLOPS_MOTO", System.getenv("MLOPS_MOTO")))
                .map(Path::of)
                .orElse(beside.resolveSibling("moto_server"));
        boolean there = Files.isExecutable(server)
                && new ProcessBuilder(beside.resolveSibling("python").toString(), "-c", "import dvc_s3")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
        if (!there) {
            System.err.println(
                    "##### SKIPPED: no moto_server (MLOPS_MOTO) or no dvc[s3]; a pull from S3 by the installed dvc is NOT tested #####");
        }
        assumeTrue(there, "no S3");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        moto = new ProcessBuilder(server.toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("moto.log").toFile())
                .start();
        createBucket();
        RealDvc dvc = project.dvc();
        Path origin = project.origin();
        dvc.run(origin, "remote", "add", "cloud", "s3://bucket/below");
        dvc.run(origin, "remote", "modify", "cloud", "endpointurl", "http://127.0.0.1:" + port);
        dvc.run(origin, "remote", "modify", "cloud", "region", "us-east-1");
        useKeys(origin);
        Path data = origin.resolve("data.dvc");
        Files.writeString(data, Files.readString(data) + "  remote: cloud\n");
    }

    private void useKeys(Path root) {
        KEYS.forEach((option, value) -> project.dvc().run(root, "remote", "modify", "--local", "cloud", option, value));
    }

    private void createBucket() throws Exception {
        HttpRequest put = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/bucket"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        for (int i = 0; ; i++) {
            try {
                assertThat(HttpClient.newHttpClient()
                                .send(put, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
                return;
            } catch (IOException e) {
                if (i == 60 || !moto.isAlive()) {
                    throw new IOException(Files.readString(folder.resolve("moto.log")), e);
                }
                Thread.sleep(1000);
            }
        }
    }

    private PullResult pull(Path root, PullOptions options) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(project.dvc().environment());
        environment.put("MLOPS_DVC", project.dvc().executable().toString());
        return new Pull(root, project.config(root), new Remotes(Map.of()), RepositorySource.none(), environment)
                .run(DvcRepository.open(root).plan(List.of()), options, PullListener.NONE);
    }

    private void assertClean(Path root) {
        assertThat(project.dvc().run(root, "status")).contains("up to date");
        assertThat(project.dvc().run(root, "data", "status", "--granular")).contains("No changes");
    }

    @Test
    void shouldLeaveAllToDvcWhereItIsAskedTo() throws Exception {
        project.publish("data");
        Path ours = project.clone("ours");
        Path theirs = project.clone("theirs");
        project.dvc().run(theirs, "pull", "-q");

        PullResult result = pull(ours, PullOptions.DEFAULTS.withEngine(Engine.DVC));

        assertThat(result.files()).isEqualTo(3);
        DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
        assertClean(ours);
        assertThat(pull(ours, PullOptions.DEFAULTS.withEngine(Engine.DVC)).unchanged())
                .isEqualTo(3);
    }

    @Test
    void shouldLeaveToDvcWhatOnlyDvcCanServe() throws Exception {
        useS3();
        project.publish("data in S3");
        Path ours = project.clone("ours");
        Path theirs = project.clone("theirs");
        useKeys(theirs);
        useKeys(ours);
        project.dvc().run(theirs, "pull", "-q");
        assertThatThrownBy(() -> pull(ours, PullOptions.DEFAULTS.withEngine(Engine.NATIVE)))
                .isInstanceOf(UnsupportedRemoteException.class)
                .hasMessageContaining("cloud");

        PullResult result = pull(ours, PullOptions.DEFAULTS);

        assertThat(result.files()).isEqualTo(3);
        DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
        assertThat(DvcProject.objects(ours.resolve(".dvc/cache")))
                .isEqualTo(DvcProject.objects(theirs.resolve(".dvc/cache")));
        assertClean(ours);
        PullResult again = pull(ours, PullOptions.DEFAULTS);
        assertThat(again.downloaded()).isZero();
        assertThat(again.unchanged()).isEqualTo(3);
    }

    @Test
    void shouldHandCredentialsToDvc() throws Exception {
        useS3();
        project.dvc().run(project.origin(), "remote", "default", "cloud");
        project.publish("all in S3");
        Path ours = project.clone("ours");

        Credentials keys = new Credentials(Optional.empty(), Optional.empty(), KEYS);

        PullResult result = pull(
                ours,
                PullOptions.DEFAULTS.withCredentials(
                        (remote, chosen) -> chosen ? Optional.of(keys) : Optional.empty()));

        assertThat(result.files()).isEqualTo(3);
        assertClean(ours);
        assertThat(Files.exists(ours.resolve(".dvc/config.local"))).isFalse();
    }
}

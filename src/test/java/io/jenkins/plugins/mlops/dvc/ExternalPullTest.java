package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.remote.Remotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole pull in which the installed {@code dvc} brings some of the data or all. */
class ExternalPullTest {

    private static final Map<String, String> KEYS =
            Map.of("access_key_id", "the-key-id", "secret_access_key", "the-s3cret-key");

    @TempDir
    private Path folder;

    private DvcProject project;
    private S3Server s3;

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
        if (s3 != null) {
            s3.close();
        }
    }

    /** The remote {@code cloud} in a bucket; {@code data} goes there. Skips the test where there is no S3 to be had. */
    private void useS3() throws Exception {
        s3 = S3Server.startOrSkip(folder.resolve("moto.log"));
        RealDvc dvc = project.dvc();
        Path origin = project.origin();
        dvc.run(origin, "remote", "add", "cloud", "s3://bucket/below");
        dvc.run(origin, "remote", "modify", "cloud", "endpointurl", s3.endpoint());
        dvc.run(origin, "remote", "modify", "cloud", "region", "us-east-1");
        useKeys(origin);
        Path data = origin.resolve("data.dvc");
        Files.writeString(data, Files.readString(data) + "  remote: cloud\n");
    }

    private void useKeys(Path root) {
        KEYS.forEach((option, value) -> project.dvc().run(root, "remote", "modify", "--local", "cloud", option, value));
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

        Credentials keys =
                new Credentials.AwsKeys(KEYS.get("access_key_id"), KEYS.get("secret_access_key"), "the-session-token");

        PullResult result = pull(ours, PullOptions.DEFAULTS.withCredentials(forTheDefaultRemote(keys)));

        assertThat(result.files()).isEqualTo(3);
        assertClean(ours);
        assertThat(Files.exists(ours.resolve(".dvc/config.local"))).isFalse();
    }

    @Test
    void shouldOpenAnSshRemoteWithAKeyThatLeavesNothingBehind() throws Exception {
        try (SshServer ssh = SshServer.startOrSkip(folder.resolve("sshd"))) {
            project.publish("data");
            project.dvc().run(project.origin(), "remote", "modify", "storage", "url", ssh.url(project.storage()));
            project.dvc().commitAll(project.origin(), "storage by SSH");
            Path ours = project.clone("ours");
            Credentials wrong = new Credentials.SshKey(SshServer.user(), ssh.key(), "another pass-phrase");
            assertThatThrownBy(() -> pull(ours, PullOptions.DEFAULTS.withCredentials(forTheDefaultRemote(wrong))))
                    .hasMessageContaining("exit code");
            List<String> before = secretFolders();

            // As a form hands it on.
            String key = ssh.key().strip().replace("\n", "\r\n");
            PullResult result = pull(
                    ours,
                    PullOptions.DEFAULTS.withCredentials(forTheDefaultRemote(
                            new Credentials.SshKey(SshServer.user(), key, SshServer.passphrase()))));

            assertThat(result.files()).isEqualTo(3);
            assertClean(ours);
            assertThat(secretFolders()).isEqualTo(before);
            assertThat(before).isEmpty();
        }
    }

    private static CredentialRule forTheDefaultRemote(Credentials credentials) {
        return (remote, chosen) -> chosen ? Optional.of(credentials) : Optional.empty();
    }

    private static List<String> secretFolders() throws IOException {
        String own = "mlops-secret-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(own))
                    .toList();
        }
    }
}

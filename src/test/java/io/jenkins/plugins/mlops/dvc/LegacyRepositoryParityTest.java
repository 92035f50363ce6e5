package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repository with data of DVC 2 alone. The installed DVC 3 wrote cache and manifests, with its own code for that layout; only the {@code .dvc} files are written by hand, because its
 * commands write none without {@code hash: md5} any more.
 */
class LegacyRepositoryParityTest {

    /** Puts a path into the cache of DVC 2 and prints hash, size and number of files. */
    private static final String ADD =
            """
            import sys
            from dvc.fs import localfs
            from dvc.repo import Repo
            from dvc_data.hashfile.build import build
            from dvc_data.hashfile.transfer import transfer
            odb = Repo().cache.legacy
            staging, meta, obj = build(odb, localfs.abspath(sys.argv[1]), localfs, "md5-dos2unix")
            transfer(staging, odb, {obj.hash_info}, shallow=False)
            print(obj.hash_info.value, meta.size, meta.nfiles or 0)
            """;

    @TempDir
    private static Path folder;

    private static DvcProject project;
    private static Path ours;
    private static Path theirs;

    @BeforeAll
    static void makeRepository() throws Exception {
        project = DvcProject.create(folder);
        project.write("data/unix.txt", "one\ntwo\n");
        project.write("data/dos.txt", "three\r\nfour\r\n");
        project.write("data/binary.bin", "\0one\r\ntwo\r\n");
        project.write("data/deep/er/ünï cødé – 漢字.csv", "a;b\r\n");
        project.write("data/deep/empty", "");
        project.write("table.csv", "1,2\r\n3,4\r\n");
        project.write("empty.csv", "");
        for (String path : List.of("data", "table.csv", "empty.csv")) {
            add(path);
        }
        project.publish("DVC 2");
        ours = project.clone("ours");
        theirs = project.clone("theirs");
    }

    private static void add(String path) throws Exception {
        Path origin = project.origin();
        Path python = project.dvc().executable().resolveSibling("python");
        assumeTrue(Files.isExecutable(python), "no python beside dvc");
        Path log = Files.createTempFile(folder, "add", ".log");
        ProcessBuilder builder = new ProcessBuilder(python.toString(), "-c", ADD, path)
                .directory(origin.toFile())
                .redirectOutput(log.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(project.dvc().environment());
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        String[] printed = Files.readString(log, StandardCharsets.UTF_8).strip().split(" ", -1);
        String files = printed[2].equals("0") ? "" : "  nfiles: " + printed[2] + "\n";
        project.write(
                path + ".dvc",
                "outs:\n- md5: " + printed[0] + "\n  size: " + printed[1] + "\n" + files + "  path: " + path + "\n");
        Path ignored = origin.resolve(".gitignore");
        Files.writeString(ignored, (Files.exists(ignored) ? Files.readString(ignored) : "") + "/" + path + "\n");
    }

    @BeforeEach
    void startAgain() throws IOException {
        project.wipe(ours);
        project.wipe(theirs);
    }

    private static void assertClean(Path root) {
        assertThat(project.dvc().run(root, "status")).contains("up to date");
        assertThat(project.dvc().run(root, "status", "-c")).contains("in sync");
        assertThat(project.dvc().run(root, "data", "status", "--granular")).contains("No changes");
        assertThat(project.dvc().run(root, "pull")).contains("Everything is up to date");
    }

    @Test
    void shouldLeaveTheSameWorkspaceAndCache() throws Exception {
        project.dvc().run(theirs, "pull", "-q");

        PullResult result = project.pull(ours);

        assertThat(result.files()).isEqualTo(5 + 1 + 1);
        DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
        Set<String> objects = DvcProject.objects(ours.resolve(".dvc/cache"));
        assertThat(objects)
                .isEqualTo(DvcProject.objects(theirs.resolve(".dvc/cache")))
                .isNotEmpty()
                .noneMatch(object -> object.startsWith("files/"));
        assertThat(Files.readString(ours.resolve("data/dos.txt"))).contains("\r\n");
        assertClean(ours);
        assertThat(project.pushCheck(ours).isPushed()).isTrue();
        for (Path root : List.of(ours, theirs)) {
            Map<String, String> before = DvcProject.stamps(root);
            assertThat(project.pull(root).unchanged()).isEqualTo(result.files());
            DvcProject.assertSame(DvcProject.stamps(root), before);
        }
        project.dvc().run(ours, "gc", "-w", "-f");
        assertThat(DvcProject.objects(ours.resolve(".dvc/cache"))).isEqualTo(objects);
    }

    @Test
    void shouldAgreeOnWhatWasChanged() throws Exception {
        project.pull(ours);
        Files.writeString(ours.resolve("table.csv"), "1,2\n3,4\n");
        assertThat(project.dvc().run(ours, "status")).contains("up to date");
        assertThat(project.status(ours).values()).allMatch(status -> status.state() == OutputStatus.State.UNCHANGED);

        Files.writeString(ours.resolve("data/binary.bin"), "\0one\ntwo\n");
        assertThat(project.dvc().attempt(ours, "status").output()).contains("modified:");
        assertThat(project.status(ours).get("data").state()).isEqualTo(OutputStatus.State.MODIFIED);
    }
}

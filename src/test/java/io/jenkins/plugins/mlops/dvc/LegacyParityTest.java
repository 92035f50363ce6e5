package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Data that DVC 2 tracked (hashes of text with CRLF taken for LF, objects at {@code ab/cdef} in cache and remote), which DVC 3 still reads, alone and beside data of DVC 3. Written by hand, since DVC 3 does not write it.
 */
class LegacyParityTest {

    @TempDir
    private static Path folder;

    private static DvcProject project;
    private static Path ours;
    private static Path theirs;

    @BeforeAll
    static void makeRepository() throws IOException {
        project = DvcProject.create(folder);
        Path origin = project.origin();
        Files.createDirectories(project.storage());
        Map<String, String> tree = new TreeMap<>();
        tree.put("unix.txt", "one\ntwo\n");
        tree.put("dos.txt", "three\r\nfour\r\n");
        tree.put("binary.bin", "\0\r\n\1");
        tree.put("sub/empty", "");
        addFolder("old folder", tree);
        addFile("old.csv", "a,b\r\n1,2\r\n");
        addFile("shared.txt", "in both layouts\n");
        // The same content, tracked by DVC 3.
        project.write("new shared.txt", "in both layouts\n");
        project.write("new/dos.txt", "three\r\nfour\r\n");
        project.write("new/unix.txt", "one\ntwo\n");
        project.dvc().run(origin, "add", "-q", "new shared.txt", "new");
        // A stage that ran with DVC 2.
        project.write("dvc.yaml", "stages:\n  make:\n    cmd: printf 'made\\n' > made.txt\n    outs: [made.txt]\n");
        project.write(
                "dvc.lock",
                "schema: '2.0'\nstages:\n  make:\n    cmd: printf 'made\\n' > made.txt\n    outs:\n    - path: made.txt\n      md5: "
                        + store("made\n", "") + "\n      size: 5\n");
        project.dvc().run(origin, "push", "-q", "new shared.txt", "new");
        project.dvc().commitAll(origin, "old and new");
        ours = project.clone("ours");
        theirs = project.clone("theirs");
    }

    /** @return the hash */
    private static String store(String content, String suffix) throws IOException {
        Path file = Files.createTempFile(folder, "content", "");
        Files.writeString(file, content, StandardCharsets.UTF_8);
        ObjectId id = new ObjectId(
                ObjectId.Algorithm.MD5_DOS2UNIX, ContentHash.of(file, ObjectId.Algorithm.MD5_DOS2UNIX) + suffix);
        Path object = project.storage().resolve(id.path());
        Files.createDirectories(object.getParent());
        Files.move(file, object, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return id.value();
    }

    private static void addFile(String path, String content) throws IOException {
        project.write(
                path + ".dvc",
                "outs:\n- md5: " + store(content, "") + "\n  size: " + content.length() + "\n  path: " + path + "\n");
        ignore(path);
    }

    private static void addFolder(String path, Map<String, String> files) throws IOException {
        List<String> entries = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            entries.add("{\"md5\": \"" + store(file.getValue(), "") + "\", \"relpath\": \"" + file.getKey() + "\"}");
        }
        String hash = store("[" + String.join(", ", entries) + "]", ".dir");
        project.write(
                path + ".dvc",
                "outs:\n- md5: " + hash + "\n  size: 30\n  nfiles: " + files.size() + "\n  path: " + path + "\n");
        ignore(path);
    }

    private static void ignore(String path) throws IOException {
        Path ignored = project.origin().resolve(".gitignore");
        String lines = Files.exists(ignored) ? Files.readString(ignored) : "";
        Files.writeString(ignored, lines + "/" + path + "\n/made.txt\n");
    }

    @BeforeEach
    void startAgain() throws IOException {
        project.wipe(ours);
        project.wipe(theirs);
    }

    private static void assertClean(Path root) {
        assertThat(project.dvc().run(root, "status")).contains("up to date");
        assertThat(project.dvc().run(root, "data", "status", "--granular")).contains("No changes");
        assertThat(project.dvc().run(root, "pull")).contains("Everything is up to date");
    }

    @Test
    void shouldPullBothLayouts() throws Exception {
        project.dvc().run(theirs, "pull", "-q");

        PullResult result = project.pull(ours);

        DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
        assertThat(result.files()).isEqualTo(4 + 1 + 1 + 1 + 2 + 1);
        assertThat(DvcProject.objects(ours.resolve(".dvc/cache")))
                .isEqualTo(DvcProject.objects(theirs.resolve(".dvc/cache")))
                .anyMatch(object -> object.startsWith("files/md5/"))
                .anyMatch(object -> !object.startsWith("files/md5/"));
        assertClean(ours);
        for (Path root : List.of(ours, theirs)) {
            Map<String, String> before = DvcProject.stamps(root);
            PullResult again = project.pull(root);
            assertThat(again.downloaded()).isZero();
            assertThat(again.unchanged()).isEqualTo(result.files());
            DvcProject.assertSame(DvcProject.stamps(root), before);
        }
        project.dvc().run(ours, "gc", "-w", "-f");
        assertThat(project.pull(ours).downloaded()).isZero();
        assertClean(ours);
        assertThat(project.status(ours).values()).allMatch(status -> status.state() == OutputStatus.State.UNCHANGED);
    }

    @Test
    void shouldPullPartsOfAnOldFolder() throws Exception {
        project.dvc().run(theirs, "pull", "-q", "old folder/sub", "old folder/dos.txt");

        assertThat(project.pull(ours, "old folder/sub", "old folder/dos.txt").files())
                .isEqualTo(2);

        DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
    }

    @Test
    void shouldSeeChangesAsDvcDoes() throws Exception {
        project.pull(ours);
        Files.writeString(ours.resolve("old.csv"), "a,b\n1,2\n");
        Files.writeString(ours.resolve("old folder/unix.txt"), "one\r\ntwo\r\n");
        // Only the ends of lines are others, which the hashes of DVC 2 do not see.
        assertThat(project.status(ours).values()).allMatch(status -> status.state() == OutputStatus.State.UNCHANGED);
        assertThat(project.dvc().run(ours, "status")).contains("up to date");

        Files.writeString(ours.resolve("old.csv"), "a,b\n1,3\n");
        assertThat(project.status(ours).get("old.csv").state()).isEqualTo(OutputStatus.State.MODIFIED);
        assertThat(project.dvc().attempt(ours, "status").output()).contains("modified:");
    }

    @Test
    void shouldRefuseAnOldObjectWithAnotherContent() throws Exception {
        DvcRepository repository = DvcRepository.open(ours);
        ObjectId id = repository.output("old.csv").orElseThrow().id().orElseThrow();
        Path object = project.storage().resolve(id.path());
        byte[] right = Files.readAllBytes(object);
        Files.writeString(object, "a,b\r\n1,4\r\n");
        try {
            PullException refused = catchThrowableOfType(PullException.class, () -> project.pull(ours, "old.csv"));
            assertThat(refused.failures().get(0).kind()).isEqualTo(PullFailure.Kind.CORRUPT);
            assertThat(refused).hasMessageContaining(id.value());
            assertThat(ours.resolve("old.csv")).doesNotExist();
            assertThat(ours.resolve(".dvc/cache").resolve(id.path())).doesNotExist();
        } finally {
            Files.write(object, right);
        }
    }

    @Test
    void shouldSeeWhatIsPushedInBothLayouts() throws Exception {
        assertThat(project.pushCheck(ours).isPushed()).isTrue();
        assertThat(project.pushCheck(ours).objects()).isGreaterThan(8);
    }
}

package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a pull, nothing half-written is taken for whole, and the next one goes on. */
class PullCrashTest {

    private static final int SMALL_FILES = 3000;
    private static final int LARGE_FILE = 8 * 1024 * 1024;
    private static final int KILLS = 4;

    @TempDir
    private Path folder;

    private Path remote;
    private Path root;
    private Path cache;
    private final List<String> md5s = new ArrayList<>();

    @BeforeEach
    void makeRepository() throws IOException {
        remote = folder.resolve("remote");
        root = repository("repository");
        cache = folder.resolve("cache");
        Random random = new Random(7);
        StringBuilder manifest = new StringBuilder("[");
        for (int i = 0; i < SMALL_FILES; i++) {
            byte[] content = new byte[i < 4 ? LARGE_FILE : 200];
            random.nextBytes(content);
            String md5 = store(content, "");
            md5s.add(md5);
            manifest.append(i == 0 ? "" : ", ")
                    .append("{\"md5\": \"" + md5 + "\", \"relpath\": \"" + i % 10 + "/" + i + "\"}");
        }
        String md5 = store(manifest.append(']').toString().getBytes(StandardCharsets.UTF_8), ".dir");
        md5s.add(md5 + ".dir");
        track(root);
    }

    private Path repository(String name) throws IOException {
        Path made = folder.resolve(name);
        DvcProject.write(
                made,
                ".dvc/config",
                "[core]\n    remote = s\n    no_scm = true\n['remote \"s\"']\n    url = " + remote + "\n");
        return made;
    }

    private void track(Path repository) throws IOException {
        String id = md5s.get(md5s.size() - 1);
        DvcProject.write(repository, "data.dvc", "outs:\n- md5: " + id + "\n  hash: md5\n  path: data\n");
    }

    private String store(byte[] content, String suffix) throws IOException {
        String md5 = HexFormat.of().formatHex(ContentHash.md5().digest(content));
        Path file = remote.resolve("files/md5/" + md5.substring(0, 2) + "/" + md5.substring(2) + suffix);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return md5;
    }

    /** What is under an object's name has its hash, and is all there is but partial files. */
    private void assertObjectsAreWhole(boolean all) throws IOException {
        int whole = 0;
        for (String md5 : md5s) {
            Path object = cache.resolve("files/md5/" + md5.substring(0, 2) + "/" + md5.substring(2));
            if (Files.exists(object)) {
                assertThat(ContentHash.of(object, ObjectId.Algorithm.MD5)).isEqualTo(md5.substring(0, 32));
                whole++;
            }
        }
        if (all) {
            assertThat(whole).isEqualTo(md5s.size());
        }
    }

    private void assertWorkspaceIsRight(Path repository) throws IOException {
        for (int i = 0; i < SMALL_FILES; i++) {
            Path file = repository.resolve("data/" + i % 10 + "/" + i);
            assertThat(ContentHash.of(file, ObjectId.Algorithm.MD5)).isEqualTo(md5s.get(i));
        }
    }

    @Test
    void shouldGoOnAfterBeingKilledAtAnyMoment() throws Exception {
        int unfinished = 0;
        for (int i = 1; i <= KILLS; i++) {
            Process process = PullProcess.start(root, cache, folder.resolve("log" + i));
            if (!process.waitFor(500L * i, TimeUnit.MILLISECONDS)) {
                unfinished++;
            }
            process.destroyForcibly().waitFor();
            assertObjectsAreWhole(false);
        }
        assertThat(unfinished).isPositive();

        PullProcess.pull(root, cache);

        assertObjectsAreWhole(true);
        assertWorkspaceIsRight(root);
        assertThat(PullProcess.pull(root, cache).unchanged()).isEqualTo(SMALL_FILES);
    }

    @Test
    void shouldCarryOnFromWhatAKilledPullLeft() throws Exception {
        String md5 = md5s.get(0);
        Path object = remote.resolve("files/md5/" + md5.substring(0, 2) + "/" + md5.substring(2));
        Path partial = cache.resolve("files/md5/" + md5.substring(0, 2) + "/" + md5.substring(2) + ".part");
        Files.createDirectories(partial.getParent());
        Files.write(partial, java.util.Arrays.copyOf(Files.readAllBytes(object), LARGE_FILE / 2));
        // A partial file of something else, as a broken disk would leave it.
        String other = md5s.get(1);
        Path wrong = cache.resolve("files/md5/" + other.substring(0, 2) + "/" + other.substring(2) + ".part");
        Files.createDirectories(wrong.getParent());
        Files.write(wrong, new byte[1000]);

        PullProcess.pull(root, cache);

        assertObjectsAreWhole(true);
        assertWorkspaceIsRight(root);
        assertThat(partial).doesNotExist();
        assertThat(wrong).doesNotExist();
    }

    @Test
    void shouldReplaceHalfOfACopyThatAKilledPullLeftButNothingElse() throws Exception {
        PullProcess.pull(root, cache);
        Path half = root.resolve("data/0/0");
        Files.write(half, java.util.Arrays.copyOf(Files.readAllBytes(half), 1000));
        assertThatThrownBy(() -> PullProcess.pull(root, cache)).isInstanceOf(PullException.class);

        DvcProject.write(root, ".dvc/tmp/mlops/checkout", "data");
        PullProcess.pull(root, cache);

        assertWorkspaceIsRight(root);
    }

    @Test
    void shouldShareOneCacheBetweenProcesses() throws Exception {
        Path second = repository("second");
        track(second);

        Process one = PullProcess.start(root, cache, folder.resolve("one"));
        Process two = PullProcess.start(second, cache, folder.resolve("two"));
        assertThat(one.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(two.waitFor(5, TimeUnit.MINUTES)).isTrue();

        long downloaded = 0;
        for (String log : List.of("one", "two")) {
            String text = Files.readString(folder.resolve(log));
            assertThat(text).contains("downloaded=");
            downloaded += Long.parseLong(text.replaceFirst("(?s).*downloaded=(\\d+).*", "$1"));
        }
        assertThat(downloaded).as("nothing is brought twice").isEqualTo(md5s.size());
        assertObjectsAreWhole(true);
        assertWorkspaceIsRight(root);
        assertWorkspaceIsRight(second);
    }

    @Test
    void shouldSayThatTheDiskIsFullAndGoOnWhenItIsNot() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", small.toString());
        if (!mounted) {
            System.err.println(
                    "##### SKIPPED: cannot mount a small disk (not root?); the full disk is NOT tested #####");
        }
        assumeTrue(mounted, "cannot mount");
        try {
            cache = small.resolve("cache");
            assertThatThrownBy(() -> PullProcess.pull(root, cache))
                    .hasMessageContaining("no space is left")
                    .hasMessageContaining(cache.toString());
            assertObjectsAreWhole(false);

            assertThat(run("mount", "-o", "remount,size=200m", small.toString()))
                    .isTrue();
            PullProcess.pull(root, cache);
            assertObjectsAreWhole(true);
            assertWorkspaceIsRight(root);
        } finally {
            run("umount", small.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}

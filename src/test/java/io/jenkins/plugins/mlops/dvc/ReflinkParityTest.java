package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a disk that can share blocks, and that is too small for a file in cache and workspace both. */
class ReflinkParityTest {

    private static final long DISK = 400L << 20;
    private static final int LARGE = 250 << 20;

    @TempDir
    private Path folder;

    private boolean mounted;

    private Path disk() {
        return folder.resolve("disk");
    }

    /** Skips the test where this cannot be done. */
    private void mount(String type) throws IOException, InterruptedException {
        Path image = folder.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(DISK);
        }
        Files.createDirectory(disk());
        mounted = run("mkfs." + type, "-q", image.toString())
                && run("mount", "-t", type, "-o", "loop", image.toString(), disk().toString());
        if (!mounted) {
            System.err.println("##### SKIPPED: cannot make and mount a " + type + " (not root, or no mkfs." + type
                    + "); reflinks on " + type + " are NOT tested #####");
        }
        assumeTrue(mounted, "cannot mount " + type);
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted) {
            assertThat(run("umount", disk().toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "xfs"})
    void shouldShareBlocksAsDvcDoes(String type) throws Exception {
        DvcProject project = DvcProject.create(folder.resolve("project"));
        mount(type);
        byte[] content = new byte[LARGE];
        new Random(5).nextBytes(content);
        Files.write(project.origin().resolve("large.bin"), content);
        project.write("data/small.txt", "small\n");
        project.dvc().run(project.origin(), "add", "-q", "large.bin", "data");
        project.publish("data");
        Path clone = disk().resolve("clone");
        project.dvc().git(folder, "clone", "-q", project.origin().toString(), clone.toString());
        project.dvc().run(clone, "config", "--local", "cache.type", "reflink");
        project.dvc().run(clone, "pull", "-q");
        var theirs = DvcProject.tree(clone);
        project.wipe(clone);

        PullResult result = project.pull(clone);

        assertThat(result.files()).isEqualTo(2);
        DvcProject.assertSame(DvcProject.tree(clone), theirs);
        assertThat(clone.resolve("large.bin")).hasBinaryContent(content);
        assertThat(project.dvc().run(clone, "status")).contains("up to date");
        assertThat(project.dvc().run(clone, "pull")).contains("Everything is up to date");
        // A reflink is the user's own: a change of it does not reach the cache.
        Files.writeString(clone.resolve("large.bin"), "changed");
        project.pull(clone, PullOptions.DEFAULTS.withForce(true));
        assertThat(clone.resolve("large.bin")).hasBinaryContent(content);
    }
}

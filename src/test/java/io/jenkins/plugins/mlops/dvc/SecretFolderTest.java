package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFolderTest {

    @TempDir
    private Path parent;

    @Test
    void shouldBeForItsOwnerAlone() throws IOException {
        assumeTrue(parent.getFileSystem().supportedFileAttributeViews().contains("posix"), "no owners here");
        try (SecretFolder folder = SecretFolder.create(parent)) {
            Path key = folder.write("key", "s3cret");

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void shouldGoWhenItIsClosedAndLeaveOthers() throws IOException {
        try (SecretFolder other = SecretFolder.create(parent)) {
            Path stays = other.write("key", "other");
            try (SecretFolder folder = SecretFolder.create(parent)) {
                assertThat(folder.write("key", "s3cret")).hasContent("s3cret");
            }
            assertThat(stays).hasContent("other");
            assertThat(names()).containsExactly(other.path().getFileName().toString());
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldGoWithAMachineThatEnds() throws Exception {
        Process process = start();
        Path left = path(process);
        assertThat(left.resolve("key")).exists();

        process.getOutputStream().close();

        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(left).doesNotExist();
    }

    @Test
    void shouldTakeAwayWhatAKilledMachineLeftAndNothingThatIsInUse() throws Exception {
        Files.createDirectory(parent.resolve("mlops-secret-of-somebody"));
        Process living = start();
        Path used = path(living);
        Process killed = start();
        Path left = path(killed);
        killed.destroyForcibly().waitFor();
        assertThat(left.resolve("key")).exists();

        SecretFolder.create(parent).close();

        assertThat(left).doesNotExist();
        assertThat(used.resolve("key")).exists();
        assertThat(parent.resolve("mlops-secret-of-somebody")).exists();
        living.getOutputStream().close();
        living.waitFor();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Holder.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path path(Process process) throws IOException {
        BufferedReader reader = process.inputReader();
        return Path.of(reader.readLine());
    }

    /** Keeps a secret until its input ends. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] args) throws IOException {
            SecretFolder folder = SecretFolder.create(Path.of(args[0]));
            folder.write("key", "s3cret");
            System.out.println(folder.path());
            while (System.in.read() >= 0) {
                continue;
            }
            System.exit(3);
        }
    }
}

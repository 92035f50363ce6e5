package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A remote that lacks objects, or has wrong ones: what can be pulled is, what cannot is named, and nothing wrong gets into cache or workspace. */
class BrokenRemoteParityTest {

    @TempDir
    private static Path folder;

    private static DvcProject project;
    private static Path root;

    @BeforeAll
    static void makeRepository() throws IOException {
        project = DvcProject.create(folder);
        project.write("data/a.txt", "a\n");
        project.write("data/b.txt", "b\n");
        project.write("data/sub/c.txt", "c\n");
        project.write("whole/x.txt", "x\n");
        project.write("one.txt", "one\n");
        project.write("two.txt", "two\n");
        project.dvc().run(project.origin(), "add", "-q", "data", "whole", "one.txt", "two.txt");
        project.publish("data");
        root = project.clone("clone");
    }

    @BeforeEach
    void startAgain() throws IOException {
        project.wipe(root);
        DvcProject.delete(project.storage());
        project.dvc().run(project.origin(), "push", "-q");
    }

    private static Path stored(String path) throws IOException {
        Path file = project.origin().resolve(path);
        ObjectId id = Files.isDirectory(file)
                ? DvcRepository.open(root).output(path).orElseThrow().id().orElseThrow()
                : new ObjectId(ObjectId.Algorithm.MD5, ContentHash.of(file, ObjectId.Algorithm.MD5));
        return project.storage().resolve(id.path());
    }

    private static void lose(String... paths) throws IOException {
        for (String path : paths) {
            Files.delete(stored(path));
        }
    }

    private static void spoil(String path, String text) throws IOException {
        Path object = stored(path);
        Files.delete(object);
        Files.writeString(object, text);
    }

    private static String hash(String path) throws IOException {
        Path object = stored(path);
        return String.valueOf(object.getParent().getFileName()) + object.getFileName();
    }

    /** Every file that is there has the content it should have. */
    private static void assertNothingWrong() throws IOException {
        for (String output : Set.of("data", "whole", "one.txt", "two.txt")) {
            try (var files = Files.exists(root.resolve(output))
                    ? Files.walk(root.resolve(output)).filter(Files::isRegularFile)
                    : java.util.stream.Stream.<Path>empty()) {
                for (Path file : files.toList()) {
                    assertThat(file)
                            .hasSameBinaryContentAs(project.origin()
                                    .resolve(root.relativize(file).toString()));
                }
            }
        }
        Path cache = root.resolve(".dvc/cache");
        for (String object : DvcProject.objects(cache)) {
            String md5 = ContentHash.of(cache.resolve(object), ObjectId.Algorithm.MD5);
            assertThat(object.replaceFirst("files/md5/", "").replace("/", "")).startsWith(md5);
        }
    }

    @Test
    void shouldNameWhatNoRemoteHas() throws Exception {
        lose("one.txt", "data/sub/c.txt", "whole");
        assertThat(project.dvc().attempt(root, "pull").exitCode()).isNotZero();
        project.wipe(root);

        PullException refused = catchThrowableOfType(PullException.class, () -> project.pull(root));

        assertThat(refused.failures())
                .extracting(PullFailure::path)
                .containsExactly("data/sub/c.txt", "one.txt", "whole");
        assertThat(refused.failures()).allMatch(failure -> failure.kind() == PullFailure.Kind.MISSING);
        assertThat(refused)
                .hasMessageContaining(hash("one.txt"))
                .hasMessageContaining(hash("data/sub/c.txt"))
                .hasMessageContaining(hash("whole"));
        assertThat(root.resolve("data/a.txt")).hasContent("a");
        assertThat(root.resolve("two.txt")).hasContent("two");
        assertNothingWrong();

        PullResult allowed = project.pull(root, PullOptions.DEFAULTS.withAllowMissing(true));
        assertThat(allowed.missing()).isEqualTo(refused.failures());
        assertThat(allowed.downloaded()).isZero();

        // DVC would not push a file of a folder whose manifest is in the remote.
        DvcProject.delete(project.storage());
        project.dvc().run(project.origin(), "push", "-q");
        PullResult complete = project.pull(root);
        assertThat(complete.downloaded()).isEqualTo(4);
        assertThat(complete.missing()).isEmpty();
        assertThat(project.dvc().run(root, "pull")).contains("Everything is up to date");
    }

    @Test
    void shouldRefuseWhatIsWrongInTheRemote() throws Exception {
        spoil("one.txt", "another\n");
        spoil("data/sub/c.txt", "");
        spoil("whole", "[{\"md5\": \"" + hash("two.txt") + "\", \"relpath\": \"forged.txt\"}]");

        PullException refused = catchThrowableOfType(PullException.class, () -> project.pull(root));

        assertThat(refused.failures())
                .extracting(PullFailure::path)
                .containsExactly("data/sub/c.txt", "one.txt", "whole");
        assertThat(refused.failures()).allMatch(failure -> failure.kind() == PullFailure.Kind.CORRUPT);
        assertThat(refused)
                .hasMessageContaining(hash("one.txt"))
                .hasMessageContaining(hash("data/sub/c.txt"))
                .hasMessageContaining(hash("whole"));
        assertThat(root.resolve("one.txt")).doesNotExist();
        assertThat(root.resolve("whole/forged.txt")).doesNotExist();
        assertThat(root.resolve("data/b.txt")).hasContent("b");
        assertNothingWrong();
        // Corrupt is not missing.
        assertThat(catchThrowableOfType(
                                PullException.class,
                                () -> project.pull(root, PullOptions.DEFAULTS.withAllowMissing(true)))
                        .failures())
                .hasSize(3);

        DvcProject.delete(project.storage());
        project.dvc().run(project.origin(), "push", "-q");
        assertThat(project.pull(root).downloaded()).isEqualTo(4);
        assertNothingWrong();
        assertThat(project.dvc().run(root, "pull")).contains("Everything is up to date");
        assertThat(project.dvc().run(root, "data", "status")).contains("No changes");
    }

    @Test
    void shouldMendACacheThatHasWrongObjects() throws Exception {
        project.pull(root);
        Path object = root.resolve(".dvc/cache")
                .resolve(DvcRepository.open(root)
                        .output("one.txt")
                        .orElseThrow()
                        .id()
                        .orElseThrow()
                        .path());
        Files.delete(object);
        Files.writeString(object, "bit rot\n");
        Files.delete(root.resolve("one.txt"));

        PullResult result = project.pull(root);

        assertThat(result.downloaded()).isEqualTo(1);
        assertNothingWrong();
        assertThat(project.dvc().run(root, "status")).contains("up to date");
    }

    @Test
    void shouldTellWhatIsNotPushedAsDvcDoes() throws Exception {
        assertThat(project.pushCheck(project.origin()).isPushed()).isTrue();
        assertThat(project.dvc().run(project.origin(), "status", "-c")).contains("in sync");

        lose("one.txt", "data/a.txt", "whole", "whole/x.txt");
        Set<String> cacheBefore = DvcProject.objects(project.origin().resolve(".dvc/cache"));
        Set<String> storageBefore = DvcProject.objects(project.storage());
        PushCheck.Result result = project.pushCheck(project.origin());

        assertThat(result.missing())
                .extracting(PullFailure::path)
                .containsExactly("data/a.txt", "one.txt", "whole", "whole/x.txt");
        Set<String> theirs = new TreeSet<>(Comparator.naturalOrder());
        project.json(project.origin(), "status", "-c", "--json").properties().forEach(entry -> {
            assertThat(entry.getValue().asText()).isEqualTo("new");
            theirs.add(entry.getKey());
        });
        assertThat(theirs).contains("one.txt", "whole");
        assertThat(DvcProject.objects(project.origin().resolve(".dvc/cache"))).isEqualTo(cacheBefore);
        assertThat(DvcProject.objects(project.storage())).isEqualTo(storageBefore);
        // A clone without any data sees the same, by the manifests of the remote as far as there are.
        assertThat(project.pushCheck(root).missing())
                .extracting(PullFailure::path)
                .containsExactly("data/a.txt", "one.txt", "whole");
        assertThat(DvcProject.objects(root.resolve(".dvc"))).isEmpty();
    }
}

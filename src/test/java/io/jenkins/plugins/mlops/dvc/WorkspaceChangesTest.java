package io.jenkins.plugins.mlops.dvc;

import static io.jenkins.plugins.mlops.dvc.OutputStatus.State.DELETED;
import static io.jenkins.plugins.mlops.dvc.OutputStatus.State.MODIFIED;
import static io.jenkins.plugins.mlops.dvc.OutputStatus.State.NOT_IN_CACHE;
import static io.jenkins.plugins.mlops.dvc.OutputStatus.State.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a workspace that the real {@code dvc} made, of which no pull of ours knows anything. */
class WorkspaceChangesTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2024-01-01T00:00:00Z"));

    @TempDir
    private Path folder;

    private DvcProject project;
    private Path root;

    @BeforeEach
    void makeRepository() throws IOException {
        project = DvcProject.create(folder);
        root = project.origin();
        project.write("data/a.txt", "a\n");
        project.write("data/sub/b.txt", "b\n");
        project.write("one.txt", "one\n");
        project.dvc().run(root, "config", "cache.type", "copy");
        project.dvc().run(root, "add", "-q", "data", "one.txt");
        for (String file : List.of("data/a.txt", "data/sub/b.txt", "one.txt")) {
            Files.setLastModifiedTime(root.resolve(file), LONG_AGO);
        }
    }

    private List<OutputStatus.State> states() throws IOException, InterruptedException {
        List<Output> outputs = DvcRepository.open(root).outputs().stream()
                .sorted(Comparator.comparing(Output::path))
                .toList();
        assertThat(outputs).extracting(Output::path).containsExactly("data", "one.txt");
        return new WorkspaceChanges(root, project.config(root))
                .of(outputs).stream().map(OutputStatus::state).toList();
    }

    private void writeInPlace(String path, String text, FileTime time) throws IOException {
        Files.writeString(root.resolve(path), text);
        Files.setLastModifiedTime(root.resolve(path), time);
    }

    @Test
    void shouldReadAFileAgainOnlyWhereItsSizeTimeOrInodeChanged() throws Exception {
        assertThat(states()).containsExactly(UNCHANGED, UNCHANGED);
        // What no program does by itself; it shows that nothing was read.
        writeInPlace("data/sub/b.txt", "c\n", LONG_AGO);
        writeInPlace("one.txt", "two\n", LONG_AGO);
        assertThat(states()).containsExactly(UNCHANGED, UNCHANGED);

        FileTime later = FileTime.from(LONG_AGO.toInstant().plusSeconds(1));
        writeInPlace("data/sub/b.txt", "c\n", later);
        writeInPlace("one.txt", "two\n", later);
        assertThat(states()).containsExactly(MODIFIED, MODIFIED);
        assertThat(states()).containsExactly(MODIFIED, MODIFIED);

        writeInPlace("data/sub/b.txt", "b\n", later);
        Files.delete(root.resolve("one.txt"));
        assertThat(states()).containsExactly(UNCHANGED, DELETED);
        project.write("data/new.txt", "new\n");
        assertThat(states()).containsExactly(MODIFIED, DELETED);
    }

    @Test
    void shouldNotNeedTheContentInTheCache() throws Exception {
        Path cache = root.resolve(".dvc/cache/files/md5");
        delete(cache, file -> !file.toString().endsWith(".dir"));
        assertThat(states()).containsExactly(UNCHANGED, UNCHANGED);
        writeInPlace("data/a.txt", "changed\n", LONG_AGO);
        writeInPlace("one.txt", "changed\n", LONG_AGO);
        assertThat(states()).containsExactly(MODIFIED, MODIFIED);

        delete(cache, file -> true);
        assertThat(states()).containsExactly(NOT_IN_CACHE, MODIFIED);
    }

    private static void delete(Path cache, Predicate<Path> which) throws IOException {
        try (Stream<Path> tree = Files.walk(cache)) {
            for (Path file : tree.filter(Files::isRegularFile).filter(which).toList()) {
                Files.delete(file);
            }
        }
    }
}

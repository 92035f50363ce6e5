package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our status says of each output what {@code dvc status} says, and counts the files that {@code dvc data status --granular} lists. */
class StatusParityTest {

    @TempDir
    private static Path folder;

    private static DvcProject project;

    @BeforeAll
    static void makeRepository() throws IOException {
        project = DvcProject.create(folder);
        for (String output : List.of("data", "other data", "gone", "swapped", "kept")) {
            project.write(output + "/a.txt", "a of " + output + "\n");
            project.write(output + "/sub/b.txt", "b of " + output + "\n");
            project.write(output + "/sub/c c.txt", "c of " + output + "\n");
        }
        Files.createDirectories(project.origin().resolve("hollow"));
        project.write("one.txt", "one\n");
        project.write("two.txt", "two\n");
        project.write("deep/er/three.txt", "three\n");
        project.dvc()
                .run(
                        project.origin(),
                        "add",
                        "-q",
                        "data",
                        "other data",
                        "gone",
                        "swapped",
                        "kept",
                        "hollow",
                        "one.txt",
                        "two.txt",
                        "deep/er/three.txt");
        project.publish("data");
    }

    /** @param ours by path, without what is unchanged */
    private static void assertAgreement(Path root, Map<String, String> ours) throws Exception {
        Map<String, String> said = new TreeMap<>();
        Map<String, List<Long>> counts = new TreeMap<>();
        for (OutputStatus status : project.status(root).values()) {
            if (status.state() != OutputStatus.State.UNCHANGED) {
                said.put(status.path(), status.state().toString());
            }
            if (status.state() == OutputStatus.State.MODIFIED) {
                counts.put(status.path(), List.of(status.added(), status.modified(), status.deleted()));
            }
        }
        Map<String, String> theirs = new TreeMap<>();
        project.json(root, "status", "--json")
                .forEach(stage -> stage.forEach(change -> change.path("changed outs")
                        .properties()
                        .forEach(output ->
                                theirs.put(output.getKey(), output.getValue().asText()))));
        assertThat(said).isEqualTo(theirs).isEqualTo(ours);
        // A file where the folder was is, for DVC, a modified folder, and for us a file that was added.
        counts.remove("swapped");
        assertThat(counts).isEqualTo(granular(root, counts.keySet()));
    }

    private static Map<String, List<Long>> granular(Path root, Iterable<String> outputs) throws IOException {
        JsonNode uncommitted =
                project.json(root, "data", "status", "--granular", "--json").path("uncommitted");
        Map<String, List<Long>> counts = new TreeMap<>();
        for (String output : outputs) {
            counts.put(
                    output,
                    List.of(
                            files(uncommitted.path("added"), output),
                            files(uncommitted.path("modified"), output),
                            files(uncommitted.path("deleted"), output)));
        }
        return counts;
    }

    private static long files(JsonNode paths, String output) {
        long count = 0;
        for (JsonNode path : paths) {
            boolean file = !path.asText().endsWith("/");
            if (file && RepositoryPath.isInsideOrSame(path.asText(), output)) {
                count++;
            }
        }
        return count;
    }

    private static void change(Path root, String path, String text) throws IOException {
        // An own file, whatever kind of link was there.
        Files.deleteIfExists(root.resolve(path));
        DvcProject.write(root, path, text);
    }

    @Test
    void shouldSayWhatDvcSaysAfterEdits() throws Exception {
        Path root = project.clone("edited");
        assertAgreement(
                root,
                Map.of(
                        "data", "not in cache",
                        "other data", "not in cache",
                        "gone", "not in cache",
                        "swapped", "not in cache",
                        "kept", "not in cache",
                        "hollow", "not in cache",
                        "one.txt", "not in cache",
                        "two.txt", "not in cache",
                        "deep/er/three.txt", "not in cache"));
        project.pull(root);
        assertAgreement(root, Map.of());

        change(root, "data/a.txt", "changed\n");
        change(root, "data/new.txt", "new\n");
        Files.delete(root.resolve("data/sub/b.txt"));
        DvcProject.write(root, "other data/sub/sub/new.txt", "new\n");
        DvcProject.delete(root.resolve("gone"));
        DvcProject.delete(root.resolve("swapped"));
        DvcProject.write(root, "swapped", "a file now\n");
        Files.delete(root.resolve("one.txt"));
        change(root, "two.txt", "zwei\n");
        DvcProject.write(root, "hollow/no longer", "hollow\n");
        Files.setLastModifiedTime(root.resolve("kept/a.txt"), FileTime.fromMillis(1_000_000_000_000L));
        assertAgreement(
                root,
                Map.of(
                        "data", "modified",
                        "other data", "modified",
                        "gone", "deleted",
                        "swapped", "modified",
                        "one.txt", "deleted",
                        "two.txt", "modified",
                        "hollow", "modified"));
    }

    @Test
    void shouldTakeNoNoticeOfWhatDvcTakesNoNoticeOf() throws Exception {
        Path root = project.clone("ignored");
        project.pull(root);
        Files.writeString(root.resolve(".dvcignore"), "*.tmp\n.DS_Store\n");
        DvcProject.write(root, "data/sub/x.tmp", "x\n");
        DvcProject.write(root, "data/.DS_Store", "x\n");
        DvcProject.write(root, "data/sub/.git/config", "x\n");
        Files.createDirectories(root.resolve("kept/empty/folder"));
        assertThat(root.resolve("kept/a.txt").toFile().setExecutable(true)).isTrue();
        assertAgreement(root, Map.of());

        PullResult result = project.pull(root);
        assertThat(result.unchanged()).isEqualTo(result.files());
        assertThat(root.resolve("data/sub/x.tmp")).exists();
        assertThat(root.resolve("data/.DS_Store")).exists();
        // As DVC, which has no place for empty folders.
        assertThat(root.resolve("kept/empty")).doesNotExist();
        // DVC 3 calls a file with an executable bit of its own clean, and yet reports it as modified in every pull.
        assertThat(root.resolve("kept/a.txt").toFile().setExecutable(false)).isTrue();
        assertThat(project.dvc().run(root, "pull")).contains("Everything is up to date");
    }

    @Test
    void shouldNoticeWhatTheCacheLost() throws Exception {
        Path root = project.clone("lost");
        project.pull(root);
        DvcRepository repository = DvcRepository.open(root);
        Path cache = root.resolve(".dvc/cache");
        Files.delete(cache.resolve(
                repository.output("one.txt").orElseThrow().id().orElseThrow().path()));
        Files.delete(cache.resolve(
                repository.output("kept").orElseThrow().id().orElseThrow().path()));
        Files.delete(cache.resolve(new ObjectId(
                        ObjectId.Algorithm.MD5, ContentHash.of(root.resolve("data/sub/b.txt"), ObjectId.Algorithm.MD5))
                .path()));

        assertAgreement(root, Map.of("one.txt", "not in cache", "kept", "not in cache", "data", "not in cache"));

        PullResult result = project.pull(root);
        assertThat(result.downloaded()).isEqualTo(3);
        assertThat(result.unchanged()).isEqualTo(result.files());
        assertAgreement(root, Map.of());
    }
}

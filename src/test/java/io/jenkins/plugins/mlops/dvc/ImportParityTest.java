package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.git.Clones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dvc import} of what DVC or Git tracks in another repository, and {@code dvc import-url}: our pull brings what {@code dvc pull} brings. */
class ImportParityTest {

    @TempDir
    private static Path folder;

    private static DvcProject project;
    private static Path ours;
    private static Path theirs;

    @BeforeAll
    static void makeRepositories() throws IOException {
        project = DvcProject.create(folder);
        RealDvc dvc = project.dvc();
        Path source = project.source(
                Map.of(
                        "data/a.txt", "a\n",
                        "data/sub/b b.txt", "b\n",
                        "data/sub/empty", "",
                        "model.bin", "weights",
                        "notes/read me.md", "tracked by Git\n",
                        "notes/deep/conf.yaml", "x: 1\n",
                        "script.py", "print()\n"),
                "data",
                "model.bin");
        Path elsewhere = folder.resolve("else where");
        DvcProject.write(elsewhere, "one.csv", "1\n");
        DvcProject.write(elsewhere, "tree/two.csv", "2\n");
        DvcProject.write(elsewhere, "tree/deep/three.csv", "3\n");

        Path origin = project.origin();
        dvc.run(origin, "import", "-q", source.toString(), "data", "-o", "whole");
        dvc.run(origin, "import", "-q", source.toString(), "data/sub", "-o", "part");
        dvc.run(origin, "import", "-q", source.toString(), "data/a.txt", "-o", "one.txt");
        dvc.run(origin, "import", "-q", source.toString(), "model.bin", "-o", "model.bin");
        dvc.run(origin, "import", "-q", source.toString(), "notes", "-o", "notes");
        dvc.run(origin, "import", "-q", source.toString(), "script.py", "-o", "script.py");
        dvc.run(origin, "import-url", "-q", elsewhere.resolve("one.csv").toString(), "url.csv");
        dvc.run(origin, "import-url", "-q", elsewhere.resolve("tree").toString(), "url tree");
        project.publish("imports");
        // The imports are frozen: what comes later in their source is none of theirs.
        DvcProject.write(source, "script.py", "print('later')\n");
        DvcProject.write(source, "notes/later.md", "later\n");
        dvc.commitAll(source, "second");
        ours = project.clone("ours");
        theirs = project.clone("theirs");
    }

    @BeforeEach
    void startAgain() throws IOException {
        project.wipe(ours);
        project.wipe(theirs);
    }

    private static PullResult pull(Path root, String... targets) throws IOException, InterruptedException {
        return project.pull(root, new Clones(folder.resolve("clones"), root), PullOptions.DEFAULTS, targets);
    }

    @Test
    void shouldBringAllImports() throws Exception {
        project.dvc().run(theirs, "pull", "-q");

        PullResult result = pull(ours);

        DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
        assertThat(result.files()).isEqualTo(3 + 2 + 1 + 1 + 2 + 1 + 1 + 2);
        for (Path root : List.of(ours, theirs)) {
            Map<String, String> before = DvcProject.stamps(root);
            PullResult again = pull(root);
            assertThat(again.downloaded()).isZero();
            assertThat(again.unchanged()).isEqualTo(result.files());
            DvcProject.assertSame(DvcProject.stamps(root), before);
        }
        assertThat(project.dvc().run(ours, "pull")).contains("Everything is up to date");
        assertThat(project.dvc().run(ours, "data", "status", "--granular")).contains("No changes");
        // DVC's garbage collection takes the imports from other Git repositories out of the cache, of ours as of its
        // own.
        for (Path root : List.of(ours, theirs)) {
            project.dvc().run(root, "gc", "-w", "-f");
        }
        assertThat(DvcProject.objects(ours.resolve(".dvc/cache")))
                .isEqualTo(DvcProject.objects(theirs.resolve(".dvc/cache")))
                .hasSize(4);
        Map<String, String> before = DvcProject.stamps(ours);
        PullResult refilled = pull(ours);
        assertThat(refilled.unchanged()).isEqualTo(result.files());
        assertThat(refilled.downloaded()).isPositive();
        DvcProject.assertSame(DvcProject.stamps(ours), before);
    }

    @Test
    void shouldBringSomeImports() throws Exception {
        String[] targets = {"part", "notes.dvc", "script.py", "url tree/deep"};
        project.dvc().run(theirs, "pull", "-q", targets[0], targets[1], targets[2], targets[3]);

        assertThat(pull(ours, targets).files()).isEqualTo(2 + 2 + 1 + 1);

        DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
    }

    /** Here DVC fails. */
    @Test
    void shouldBringPartOfAnImportedFolder() throws Exception {
        assertThat(pull(ours, "whole/sub").files()).isEqualTo(2);
        assertThat(ours.resolve("whole/sub/b b.txt")).hasContent("b");
        assertThat(ours.resolve("whole/a.txt")).doesNotExist();
    }

    /** What another repository has is not for this one to push. */
    @Test
    void shouldNotMissImportsInTheRemote() throws Exception {
        assertThat(project.pushCheck(ours).isPushed()).isTrue();
        assertThat(Files.exists(project.storage())).isTrue();
        assertThat(project.pushCheck(ours).objects()).isEqualTo(1 + 1 + 2);
    }
}

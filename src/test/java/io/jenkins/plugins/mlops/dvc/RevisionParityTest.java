package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After another revision is checked out in Git, our pull makes of the data of the one before what {@code dvc pull} makes of it. */
class RevisionParityTest {

    @TempDir
    private static Path folder;

    private static DvcProject project;

    @BeforeAll
    static void makeRepository() throws IOException {
        project = DvcProject.create(folder);
        Path origin = project.origin();
        project.write("data/a.txt", "a\n");
        project.write("data/b.txt", "b\n");
        project.write("data/sub/c.txt", "c\n");
        project.write("data/file then folder", "file\n");
        project.write("data/folder then file/x", "x\n");
        project.write("to folder", "file\n");
        project.write("to file/y", "y\n");
        project.write("moved/z.txt", "z\n");
        project.write("kept.txt", "kept\n");
        project.dvc().run(origin, "add", "-q", "data", "to folder", "to file", "moved", "kept.txt");
        project.publish("first");
        project.dvc().git(origin, "tag", "first");

        project.write("data/a.txt", "A\n");
        Files.delete(origin.resolve("data/b.txt"));
        Files.move(origin.resolve("data/sub/c.txt"), origin.resolve("data/c.txt"));
        Files.delete(origin.resolve("data/sub"));
        Files.delete(origin.resolve("data/file then folder"));
        project.write("data/file then folder/deep/er", "folder\n");
        DvcProject.delete(origin.resolve("data/folder then file"));
        project.write("data/folder then file", "file\n");
        Files.delete(origin.resolve("to folder"));
        project.write("to folder/f", "f\n");
        DvcProject.delete(origin.resolve("to file"));
        project.write("to file", "one file\n");
        project.write("new.txt", "new\n");
        project.dvc().run(origin, "move", "moved", "new place");
        project.dvc().run(origin, "add", "-q", "data", "to folder", "to file", "new.txt");
        project.publish("second");
        project.dvc().git(origin, "tag", "second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "hardlink", "symlink"})
    void shouldGoFromOneToTheOtherAndBack(String cacheType) throws Exception {
        Path ours = project.clone("ours " + cacheType);
        Path theirs = project.clone("theirs " + cacheType);
        for (Path root : List.of(ours, theirs)) {
            project.dvc().run(root, "config", "--local", "cache.type", cacheType);
        }
        for (String revision : List.of("first", "second", "first")) {
            project.dvc().git(ours, "checkout", "-q", revision);
            project.dvc().git(theirs, "checkout", "-q", revision);
            project.dvc().run(theirs, "pull", "-q", "--force");

            project.pull(ours);

            DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
            assertThat(project.dvc().run(ours, "status")).contains("up to date");
            PullResult again = project.pull(theirs);
            assertThat(again.unchanged()).isEqualTo(again.files());
        }
    }

    @Test
    void shouldKeepWhatNobodyElseHas() throws Exception {
        Path root = project.clone("changed");
        project.dvc().git(root, "checkout", "-q", "first");
        project.pull(root);
        DvcProject.write(root, "moved/z.txt", "mine\n");
        DvcProject.write(root, "moved/own.txt", "mine\n");
        project.dvc().git(root, "checkout", "-q", "second");

        project.pull(root);

        assertThat(root.resolve("moved/z.txt")).hasContent("mine");
        assertThat(root.resolve("moved/own.txt")).hasContent("mine");
        assertThat(root.resolve("new place/z.txt")).hasContent("z");
    }

    @Test
    void shouldKeepOtherOutputsWhenATargetIsPulled() throws Exception {
        Path root = project.clone("target");
        project.dvc().git(root, "checkout", "-q", "first");
        project.pull(root);
        project.dvc().git(root, "checkout", "-q", "second");
        project.pull(root, "new.txt");
        assertThat(root.resolve("moved/z.txt")).hasContent("z");

        project.pull(root, PullOptions.DEFAULTS.withForce(true));
        assertThat(root.resolve("moved")).doesNotExist();
    }
}

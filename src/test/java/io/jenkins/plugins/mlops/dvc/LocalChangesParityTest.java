package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person changed in the workspace outlives a pull, unless it is forced; DVC stops at the first such file. */
class LocalChangesParityTest {

    @TempDir
    private static Path folder;

    private static DvcProject project;
    private static Path ours;
    private static Path theirs;

    @BeforeAll
    static void makeRepository() throws IOException {
        project = DvcProject.create(folder);
        project.write("data/a.txt", "alpha\n");
        project.write("data/deep/b.txt", "beta\n");
        project.write("model.bin", "\0\1\2weights");
        project.dvc().run(project.origin(), "add", "-q", "data", "model.bin");
        project.publish("data");
        ours = project.clone("ours");
        theirs = project.clone("theirs");
        project.dvc().run(theirs, "pull", "-q");
    }

    private static void edit(Path root) throws IOException {
        DvcProject.write(root, "data/a.txt", "mine");
        DvcProject.write(root, "data/new.txt", "mine as well");
        Files.delete(root.resolve("data/deep/b.txt"));
        Files.delete(root.resolve("model.bin"));
    }

    @Test
    void shouldKeepThemAndServeTheRest() throws Exception {
        project.pull(ours);
        edit(ours);
        edit(theirs);
        assertThat(project.status(ours).get("data"))
                .isEqualTo(new OutputStatus("data", "data.dvc", OutputStatus.State.MODIFIED, 1, 1, 1));

        PullException refused = catchThrowableOfType(PullException.class, () -> project.pull(ours));

        assertThat(project.dvc().attempt(theirs, "pull").exitCode()).isNotZero();
        assertThat(refused.failures())
                .extracting(PullFailure::path, PullFailure::kind)
                .containsExactly(
                        tuple("data/a.txt", PullFailure.Kind.CHANGED), tuple("data/new.txt", PullFailure.Kind.CHANGED));
        for (Path root : new Path[] {ours, theirs}) {
            assertThat(root.resolve("data/a.txt")).hasContent("mine");
            assertThat(root.resolve("data/new.txt")).hasContent("mine as well");
        }
        assertThat(ours.resolve("data/deep/b.txt")).exists();
        assertThat(ours.resolve("model.bin")).exists();

        project.pull(ours, PullOptions.DEFAULTS.withForce(true));
        project.dvc().run(theirs, "pull", "-q", "--force");

        DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
        assertThat(project.dvc().run(ours, "status")).contains("up to date");
        assertThat(project.dvc().run(ours, "pull")).contains("Everything is up to date");
    }
}

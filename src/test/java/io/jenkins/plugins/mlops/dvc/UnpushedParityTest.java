package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs with {@code push: false}: {@code dvc push} leaves them out; a pull has them from the cache, or from a remote that happens to have the same content. */
class UnpushedParityTest {

    @TempDir
    private static Path folder;

    private static DvcProject project;
    private static Path ours;
    private static Path theirs;

    @BeforeAll
    static void makeRepository() throws IOException {
        project = DvcProject.create(folder);
        project.write(
                "dvc.yaml",
                """
                stages:
                  make:
                    cmd: mkdir -p scratch/deep && echo scratch > scratch/deep/a && echo here > kept.txt && echo both > a-twin.txt && echo both > pushed.txt && echo early > early.txt
                    outs:
                      - scratch: {push: false}
                      - kept.txt: {push: false}
                      - a-twin.txt: {push: false}
                      - pushed.txt
                      - early.txt
                """);
        project.dvc().run(project.origin(), "repro", "-q");
        project.publish("a pipeline");
        Path pipeline = project.origin().resolve("dvc.yaml");
        Files.writeString(pipeline, Files.readString(pipeline).replace("- early.txt", "- early.txt: {push: false}"));
        project.publish("no longer pushed");
        ours = project.clone("ours");
        theirs = project.clone("theirs");
    }

    @BeforeEach
    void startAgain() throws IOException {
        project.wipe(ours);
        project.wipe(theirs);
    }

    @Test
    void shouldBringTheRestAndNameWhatNobodyPushed() throws Exception {
        RealDvc.Outcome dvc = project.dvc().attempt(theirs, "pull");

        PullException failed = catchThrowableOfType(PullException.class, () -> project.pull(ours));

        assertThat(dvc.exitCode()).isNotZero();
        assertThat(failed.failures())
                .extracting(PullFailure::path, PullFailure::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("kept.txt", PullFailure.Kind.MISSING),
                        org.assertj.core.groups.Tuple.tuple("scratch", PullFailure.Kind.MISSING));
        DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
        assertThat(ours.resolve("a-twin.txt")).hasContent("both");
        assertThat(ours.resolve("early.txt")).hasContent("early");
    }

    @Test
    void shouldTakeThemFromTheCache() throws Exception {
        for (Path root : new Path[] {ours, theirs}) {
            project.dvc()
                    .run(
                            root,
                            "cache",
                            "dir",
                            "--local",
                            project.origin().resolve(".dvc/cache").toString());
        }
        try {
            project.dvc().run(theirs, "pull", "-q");

            assertThat(project.pull(ours).downloaded()).isZero();

            DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
            assertThat(project.dvc().run(ours, "status")).contains("up to date");
        } finally {
            for (Path root : new Path[] {ours, theirs}) {
                Files.delete(root.resolve(".dvc/config.local"));
            }
        }
    }

    @Test
    void shouldNotMissThemInTheRemote() throws Exception {
        assertThat(project.dvc().run(project.origin(), "status", "-c")).contains("in sync");
        assertThat(project.pushCheck(ours).isPushed()).isTrue();
    }
}

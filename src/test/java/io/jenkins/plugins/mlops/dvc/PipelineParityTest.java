package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs of pipelines, and what targets mean: our pull brings the files that {@code dvc pull} brings. */
class PipelineParityTest {

    @TempDir
    private static Path folder;

    private static DvcProject project;
    private static Path ours;
    private static Path theirs;

    @BeforeAll
    static void makeRepository() throws IOException {
        project = DvcProject.create(folder);
        project.write("params.yaml", "sets: [a, b]\nnested: {x: {out: n1}, y: {out: n2}}\nrate: 0.10\n");
        project.write(
                "dvc.yaml",
                """
                stages:
                  prepare:
                    cmd: mkdir -p prepared/deep && cp data/a.txt prepared/deep/a && cp data/sub/b.txt prepared/b && echo s > stats.json
                    deps: [data]
                    outs:
                      - prepared
                    metrics:
                      - stats.json: {cache: false}
                  train:
                    foreach: ${sets}
                    do:
                      cmd: mkdir -p models/${item} && echo ${item} ${rate} > models/${item}/weights && echo log > models/${item}.log
                      outs:
                        - models/${item}
                        - models/${item}.log
                  named:
                    foreach: ${nested}
                    do:
                      cmd: echo ${key} > ${key}-${item.out}
                      outs: ["${key}-${item.out}"]
                  grid:
                    matrix:
                      letter: ${sets}
                      number: [1, 2.50]
                    cmd: echo ${key} > g-${item.letter}-${item.number}
                    outs: ["g-${item.letter}-${item.number}"]
                  still:
                    frozen: true
                    cmd: echo frozen > frozen.txt
                    outs: [frozen.txt]
                  elsewhere:
                    cmd: echo second > second.txt
                    outs:
                      - second.txt: {remote: second}
                  planned:
                    cmd: echo never > never.txt
                    outs: [never.txt]
                """);
        project.write("sub/dvc.yaml", "stages:\n  part:\n    cmd: echo s > part.txt\n    outs: [part.txt]\n");
        project.write("data/a.txt", "a\n");
        project.write("data/sub/b.txt", "b\n");
        project.write("data/sub/deep er/c.txt", "c\n");
        project.write("data/subject.txt", "not in sub\n");
        project.write("sets/one.csv", "1\n");
        project.write("sets/more/two.csv", "2\n");
        project.write("frozen.txt", "frozen\n");
        RealDvc dvc = project.dvc();
        Path origin = project.origin();
        dvc.run(
                origin,
                "remote",
                "add",
                "second",
                folder.resolve("second storage").toString());
        dvc.run(origin, "add", "-q", "data", "sets/one.csv", "sets/more/two.csv");
        dvc.run(origin, "repro", "-q", "prepare", "train", "named", "grid", "elsewhere", "sub/dvc.yaml:part");
        dvc.run(origin, "commit", "-q", "--force", "still");
        project.publish("pipeline");
        ours = project.clone("ours");
        theirs = project.clone("theirs");
    }

    private static void assertSameTree() throws IOException {
        DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
    }

    @Test
    void shouldBringTheOutputsOfAllStages() throws Exception {
        project.wipe(ours);
        project.wipe(theirs);
        // DVC pulls all there is and fails then, since one stage was never run; we say so and do not fail.
        RealDvc.Outcome outcome = project.dvc().attempt(theirs, "pull");
        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.output()).contains("never.txt");
        assertThat(DvcRepository.open(ours).plan(List.of()).warnings())
                .hasSize(1)
                .first(InstanceOfAssertFactories.STRING)
                .contains("never.txt");

        PullResult result = project.pull(ours);

        assertSameTree();
        assertThat(result.files()).isEqualTo(4 + 2 + 4 + 2 + 4 + 1 + 1 + 1 + 2);
        assertThat(DvcProject.objects(ours.resolve(".dvc/cache")))
                .isEqualTo(DvcProject.objects(theirs.resolve(".dvc/cache")));
        assertThat(folder.resolve("storage").resolve(object("second.txt"))).doesNotExist();
        assertThat(project.dvc().attempt(ours, "pull").output())
                .contains("never.txt")
                .doesNotContain("fetched");
        assertThat(project.dvc().run(ours, "status", "prepare", "train", "named", "grid", "still", "elsewhere"))
                .contains("up to date");
        Map<String, String> before = DvcProject.stamps(theirs);
        assertThat(project.pull(theirs).unchanged()).isEqualTo(result.files());
        DvcProject.assertSame(DvcProject.stamps(theirs), before);
    }

    private static String object(String path) throws IOException {
        return DvcRepository.open(ours)
                .output(path)
                .orElseThrow()
                .id()
                .orElseThrow()
                .path();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prepare",
                "train",
                "grid@b-2.5",
                "dvc.yaml:train@b",
                "sub/dvc.yaml",
                "data.dvc",
                "data/sub",
                "data/sub/deep er/c.txt",
                "second.txt",
                "sets/one.csv, data/subject.txt, named@x, still, prepared/b, models/a.log"
            })
    void shouldUnderstandTheTarget(String target) throws Exception {
        String[] targets = target.split(", ");
        project.wipe(ours);
        project.wipe(theirs);
        project.dvc()
                .run(
                        theirs,
                        Stream.concat(Stream.of("pull", "-q"), Arrays.stream(targets))
                                .toArray(String[]::new));

        PullResult result = project.pull(ours, targets);

        assertSameTree();
        assertThat(result.files()).isPositive();
        PullResult again = project.pull(theirs, targets);
        assertThat(again.downloaded()).isZero();
        assertThat(again.unchanged()).isEqualTo(result.files());
    }

    @Test
    void shouldTakeAFolderForAllThatIsTrackedBelow() throws Exception {
        project.wipe(ours);
        project.wipe(theirs);
        project.dvc().run(theirs, "pull", "-q", "--recursive", "sets");

        assertThat(project.pull(ours, "sets").files()).isEqualTo(2);

        assertSameTree();
    }

    @Test
    void shouldKeepTheRestOfAFolderWhenPartOfItIsPulled() throws Exception {
        project.wipe(ours);
        project.wipe(theirs);
        for (Path root : List.of(ours, theirs)) {
            project.dvc().run(root, "pull", "-q", "data");
            Files.delete(root.resolve("data/sub/b.txt"));
            Files.delete(root.resolve("data/a.txt"));
        }
        project.dvc().run(theirs, "pull", "-q", "data/sub");

        project.pull(ours, "data/sub");

        assertSameTree();
    }

    @Test
    void shouldRefuseUnknownTargetsAsDvcDoes() {
        for (String target : List.of("no such", "train@c", "dvc.yaml:none")) {
            assertThat(project.dvc().attempt(theirs, "pull", target).exitCode())
                    .as(target)
                    .isNotZero();
            IOException refused = catchThrowableOfType(IOException.class, () -> project.pull(ours, target));
            assertThat(refused).as(target).isNotNull();
            assertThat(refused.getMessage()).contains(target);
        }
        // Here DVC pulls nothing and says that everything is up to date.
        assertThat(catchThrowableOfType(PullException.class, () -> project.pull(ours, "data/none")))
                .hasMessageContaining("data/none");
    }
}

package io.jenkins.plugins.mlops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlops.dvc.RealDvc;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import io.jenkins.plugins.mlops.report.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    @TempDir
    private Path folder;

    @Test
    void shouldGoThroughAllOfItAndEndWithOneModelLetThroughAndOneStopped() throws Exception {
        pythonOrSkip();

        Shell.Result result = Shell.in(folder).run("demo", "--no-open", "--json");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        JsonNode document = new ObjectMapper().readTree(result.out());
        assertThat(document.get("gateExitCodes").toString()).isEqualTo("[0,1]");
        assertThat(result.err())
                .contains("$ mlops pull", "$ mlops train", "$ mlops gate", "more-data: the gate lets it through");
        assertThat(folder.resolve("mlops-demo/more-data.html")).content().contains("recall.digit_3");
        assertThat(folder.resolve("mlops-demo/smaller-model.html")).content().contains("accuracy");

        Path project = folder.resolve("mlops-demo/digits");
        Section section = EvaluationReport.read(Files.readString(project.resolve(".mlops/report.json")), "report.json")
                .sections()
                .get(0);
        assertThat(section.lineage())
                .hasValueSatisfying(
                        lineage -> assertThat(lineage.code().modified()).isEmpty());
        assertThat(section.models()).extracting(model -> model.path()).containsExactly("models/model.json");
        assertThat(section.plots()).hasSize(3);
        assertThat(section.history())
                .filteredOn(history -> history.metric().equals("accuracy"))
                .singleElement()
                .satisfies(history -> {
                    assertThat(history.points())
                            .as("main, more-data and this one")
                            .hasSize(3);
                    assertThat(history.min().orElseThrow()).isEqualByComparingTo("0.85");
                });

        Shell.Result again = Shell.in(folder).run("demo", "--no-open");
        assertThat(again.exitCode()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(again.err()).contains("is there already");
    }

    @Test
    void shouldWriteDataAsTheRealDvcDoes() throws Exception {
        RealDvc dvc = RealDvc.orSkip(folder.resolve("home"));
        try (Digits ours = Digits.create(folder)) {
            Path theirs = folder.resolve("theirs");
            ExampleFiles.copyTo(theirs);
            dvc.run(theirs, "init", "--no-scm", "-q");
            dvc.run(theirs, "add", "-q", "data/train", "data/test");

            for (String file : new String[] {"data/train.dvc", "data/test.dvc"}) {
                assertThat(ours.root.resolve(file)).hasSameTextualContentAs(theirs.resolve(file));
            }
            dvc.run(ours.root, "pull", "-q", "data/train", "data/test");
            assertThat(dvc.run(ours.root, "status", "data/train.dvc", "data/test.dvc"))
                    .contains("up to date");
        }
    }

    @Test
    void shouldHaveTheHashesOfItsDataInTheSourceTree() throws IOException {
        Path copy = folder.resolve("copy");
        ExampleFiles.copyTo(copy);
        try (Digits digits = Digits.create(folder)) {
            assertThat(copy.resolve("data/train.dvc")).hasSameTextualContentAs(digits.root.resolve("data/train.dvc"));
            assertThat(copy.resolve("data/test.dvc")).hasSameTextualContentAs(digits.root.resolve("data/test.dvc"));
        }
    }

    @Test
    void shouldSayWhatToInstallWherePythonIsMissing() {
        Shell.Result result = Shell.in(folder).with("PATH", folder.toString()).run("demo");
        assumeTrue(result.exitCode() != ExitCode.DONE, "Java finds programs by its own PATH here");

        assertThat(result.exitCode()).isEqualTo(ExitCode.COULD_NOT);
        assertThat(result.err()).contains("Install it");
        assertThat(folder.resolve("mlops-demo")).doesNotExist();
    }

    @Test
    void shouldSkipTrainingWhereNothingChanged() throws Exception {
        String python = pythonOrSkip();
        try (Digits digits = Digits.create(folder)) {
            String[] command = {
                "train",
                "--skip-if-unchanged",
                "--metrics",
                "m.json",
                "--models",
                "m.bin",
                "--",
                python,
                "-c",
                "open('m.json','w').write('{\"accuracy\": 1}'); open('m.bin','w').write('x')"
            };
            assertThat(digits.shell().run(command).out()).contains("1 metric, 1 model file");
            assertThat(digits.shell().run(command).out()).startsWith("Nothing to train");
            assertThat(digits.shell()
                            .run("train", "--metrics", "m.json", "--", python, "-c", "raise SystemExit(4)")
                            .exitCode())
                    .isEqualTo(ExitCode.FAILED);
        }
    }

    private String pythonOrSkip() throws InterruptedException {
        try {
            return new Python(new Machine(
                            folder, System.getenv(), false, System.getProperty("os.name"), folder, Clock.systemUTC()))
                    .find();
        } catch (IOException e) {
            return abort(e.getMessage());
        }
    }
}

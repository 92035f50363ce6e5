package io.jenkins.plugins.mlops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.lineage.DataInput;
import io.jenkins.plugins.mlops.training.RunStore;
import io.jenkins.plugins.mlops.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the trainings are shell commands")
class TrainCommandTest {

    private static final String TRAIN = "mkdir -p models plots; echo '{\"w\": 1}' > models/model.json; "
            + "echo 'fpr,tpr' > plots/roc.csv; echo '{\"accuracy\": 0.91}' > metrics.json";

    private Digits digits;

    @BeforeEach
    void makeRepository(@TempDir Path folder) throws IOException {
        digits = Digits.create(folder);
        assertThat(digits.shell().run("pull").exitCode()).isEqualTo(ExitCode.DONE);
    }

    @AfterEach
    void close() {
        digits.close();
    }

    private Shell.Result train(String script, String... options) {
        List<String> arguments = new ArrayList<>(List.of("train"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--", "sh", "-c", script));
        return digits.shell().run(arguments.toArray(String[]::new));
    }

    private TrainingRun newest() throws IOException {
        return new RunStore(digits.root, TrainCommand.BUILDER).list().get(0).run();
    }

    @Test
    void shouldRecordWhatTheRepositoryDeclares() throws IOException {
        Shell.Result result = train(TRAIN);

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).doesNotContain("warning");
        TrainingRun run = newest();
        assertThat(run.metrics().byName()).containsOnlyKeys("accuracy");
        assertThat(run.plots()).containsExactly("plots/roc.csv");
        assertThat(run.models()).extracting(Artifact::path).containsExactly("models/model.json");
        assertThat(run.lineage().parameters().metrics())
                .isNotEmpty()
                .allSatisfy(parameter -> assertThat(parameter.file()).isEqualTo("params.yaml"));
        assertThat(run.lineage().data()).extracting(DataInput::path).containsExactly("data/test", "data/train");
        assertThat(run.lineage().code().modified()).isEmpty();
    }

    @Test
    void shouldNotTrainAgainOnTheSameInputs() throws IOException {
        train(TRAIN);
        String first = newest().id();

        Shell.Result same = train(TRAIN, "--skip-if-unchanged", "--json");

        JsonNode document = new ObjectMapper().readTree(same.out());
        assertThat(same.exitCode()).as(same.err()).isEqualTo(ExitCode.DONE);
        assertThat(document.get("reused").booleanValue()).isTrue();
        assertThat(document.get("id").textValue()).isEqualTo(first);
        assertThat(newest().id()).isEqualTo(first);

        Shell.Result other = train(TRAIN + "; true", "--skip-if-unchanged");

        assertThat(other.err()).contains("Training: since run " + first, "command");
        assertThat(newest().id()).isNotEqualTo(first);
    }

    @Test
    void shouldFailWhereARepeatedTrainingComesOutDifferently() throws IOException {
        String script = TRAIN
                + "; echo x >> ../n; echo \"{\\\"accuracy\\\": 0.9$(wc -l < ../n | tr -d ' '), \\\"same\\\": 1}\" > metrics.json";

        Shell.Result result = train(script, "--repeat", "2");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .contains("Metrics that differ by more than the tolerance", "accuracy", "0.91, 0.92")
                .doesNotContain("same");
        assertThat(train(script, "--repeat", "2", "--tolerance", "0.01").exitCode())
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void shouldWarnOfDataThatNobodyRecordedAndNeverReuseSuchARun() throws IOException {
        train(TRAIN);
        Path data = digits.root.resolve("data/test/digits.csv");
        byte[] recorded = Files.readAllBytes(data);
        Files.delete(data);
        Files.writeString(data, "0,0\n");

        for (int i = 0; i < 2; i++) {
            Shell.Result result = train(TRAIN, "--skip-if-unchanged");
            assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
            assertThat(result.err())
                    .containsOnlyOnce("warning: This run cannot be reproduced")
                    .contains("data/test; run 'dvc add'", "Training: the workspace has other data");
            assertThat(newest().lineage().code().modified()).containsExactly("data/test");
        }
        assertThat(new RunStore(digits.root, TrainCommand.BUILDER).list()).hasSize(3);

        Files.write(data, recorded);
        Shell.Result restored = train(TRAIN, "--skip-if-unchanged");

        assertThat(restored.out()).contains("Nothing to train");
        assertThat(restored.err()).doesNotContain("warning");
    }

    @Test
    void shouldNotCallDataModifiedThatWasNotPulled() throws IOException {
        Files.delete(digits.root.resolve("data/test/digits.csv"));
        Files.delete(digits.root.resolve("data/test"));

        Shell.Result result = train(TRAIN);

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).doesNotContain("warning");
    }

    @Test
    void shouldKeepRecordsOutOfGit() {
        train(TRAIN);
        train(TRAIN);

        assertThat(digits.shell()
                        .run("train", "--skip-if-unchanged", "--", "sh", "-c", TRAIN)
                        .out())
                .contains("Nothing to train");
        assertThat(digits.root.resolve(".mlops/.gitignore")).hasContent("*");
    }
}

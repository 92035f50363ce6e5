package io.jenkins.plugins.mlops.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.dvc.DvcRepository;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import io.jenkins.plugins.mlops.plots.Plot;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptEvaluationTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:15:30.123Z");

    @Test
    void shouldReadBackWhatALaterBuildIsComparedWith(@TempDir Path folder) throws IOException {
        EvaluatedState state = new EvaluatedState(
                "workspace",
                Snapshot.of(List.of(
                        new Metric("metrics.json", "accuracy", new Value.Numeric(new BigDecimal("0.9120"))),
                        new Metric("metrics.json", "loss", new Value.NotFinite("NaN")))),
                Snapshot.of(List.of(new Metric("params.yaml", "train.optimizer", new Value.Text("adam <script>")))),
                repository(folder).snapshot(),
                Map.of("cm.csv", new Plot.ConfusionMatrix("cm.csv", "Errors", List.of("a"), List.of(List.of(7L)))),
                List.of());
        KeptEvaluation kept = new KeptEvaluation("women", Optional.of("ab".repeat(20)), AT, state);

        KeptEvaluation read = KeptEvaluation.read(kept.toJson(), "evaluation.json");

        assertThat(read.name()).isEqualTo("women");
        assertThat(read.commit()).contains("ab".repeat(20));
        assertThat(read.at()).isEqualTo(AT);
        assertThat(read.state().metrics()).isEqualTo(state.metrics());
        assertThat(read.state().parameters()).isEqualTo(state.parameters());
        assertThat(read.state().plots()).isEqualTo(state.plots());
        assertThat(read.state().data().version()).isEqualTo(state.data().version());
        assertThat(read.state().data().outputs()).singleElement().satisfies(output -> {
            assertThat(output.path()).isEqualTo("data/train");
            assertThat(output.size()).hasValue(1234);
            assertThat(output.files()).hasValue(5);
            assertThat(output.stage()).isEqualTo("data/train.dvc");
        });
    }

    @Test
    void shouldRefuseAnotherVersionAndAHashThatIsNone() {
        String kept = new KeptEvaluation("", Optional.empty(), AT, EvaluatedState.nothing("workspace")).toJson();

        assertThatThrownBy(() -> KeptEvaluation.read(kept.replace("\"schemaVersion\":1", "\"schemaVersion\":2"), "x"))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("schemaVersion 2");
        assertThatThrownBy(() -> KeptEvaluation.read(
                        kept.replace(
                                "\"data\":[]",
                                "\"data\":[{\"path\":\"a\",\"algorithm\":\"md5\",\"hash\":\"../../etc\",\"stage\":\"\",\"kind\":\"data\",\"cached\":true,\"pushed\":true}]"),
                        "x"))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("no md5 hash");
    }

    private static DvcRepository repository(Path folder) throws IOException {
        Files.createDirectories(folder.resolve(".dvc"));
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/train.dvc"),
                """
                outs:
                - md5: 3ac5b0d5f5b1d3c6b8f0a0f7e1f0a9d2.dir
                  size: 1234
                  nfiles: 5
                  hash: md5
                  path: train
                """);
        return DvcRepository.open(folder);
    }
}

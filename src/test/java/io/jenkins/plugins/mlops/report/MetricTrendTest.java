package io.jenkins.plugins.mlops.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricTrendTest {

    private static final MetricLimits AT_LEAST = new MetricLimits(Optional.of(new BigDecimal("0.9")), Optional.empty());

    @Test
    void shouldHaveAnItemForEachBuildAndNullWhereItHasNoNumber() throws IOException {
        JsonNode json = json(
                List.of(
                        evaluation(1, "", Map.of("loss", "0.5"), Map.of()),
                        evaluation(2, "", Map.of("loss", "0.40", "accuracy", "0.95"), Map.of("accuracy", AT_LEAST))),
                List.of());

        assertThat(json.toString())
                .isEqualTo(
                        "{\"metrics\":[{\"name\":\"accuracy\",\"limited\":true,\"shown\":true},{\"name\":\"loss\",\"limited\":false,\"shown\":true}],"
                                + "\"builds\":[{\"number\":1,\"label\":\"#1\",\"at\":1000,\"verdict\":\"passed\",\"promoted\":false,\"exists\":true},"
                                + "{\"number\":2,\"label\":\"#2\",\"at\":2000,\"verdict\":\"passed\",\"promoted\":false,\"exists\":false}],"
                                + "\"series\":[{\"metric\":\"accuracy\",\"section\":\"\",\"values\":[null,0.95],\"min\":[null,0.9]},"
                                + "{\"metric\":\"loss\",\"section\":\"\",\"values\":[0.5,0.4]}]}");
    }

    @Test
    void shouldShowTheMetricsOfAGateFirstAndThoseThatAreAskedForAlone() throws IOException {
        List<IndexedEvaluation> evaluations = List.of(
                evaluation(1, "", Map.of("a", "1", "b", "2", "z", "3"), Map.of("z", AT_LEAST, "gone", AT_LEAST)));

        assertThat(MetricChoice.of(evaluations, List.of(), 2))
                .isEqualTo(new MetricChoice(List.of("z", "a", "b"), Set.of("z"), List.of("z", "a")));
        assertThat(json(evaluations, List.of("b", "unknown", "b")).get("series"))
                .singleElement()
                .satisfies(
                        series -> assertThat(series.get("metric").textValue()).isEqualTo("b"));
    }

    @Test
    void shouldHaveOneLineForEachTrainingAndTheWorstVerdictOfABuild() throws IOException {
        JsonNode json = json(
                List.of(
                        evaluation(1, "eu", Map.of("a", "1"), Map.of()),
                        new IndexedEvaluation(
                                1,
                                "#1",
                                Instant.EPOCH,
                                "us",
                                Optional.of(Verdict.Status.FAILED),
                                true,
                                snapshot(Map.of("a", "2")),
                                Map.of())),
                List.of());

        assertThat(json.get("builds")).singleElement().satisfies(build -> {
            assertThat(build.get("verdict").textValue()).isEqualTo("failed");
            assertThat(build.get("promoted").booleanValue()).isTrue();
        });
        assertThat(json.get("series"))
                .extracting(series -> series.get("section").textValue())
                .containsExactly("eu", "us");
    }

    @Test
    void shouldStaySmallWhateverSectionsAreCalled() throws IOException {
        List<IndexedEvaluation> evaluations = new ArrayList<>();
        for (int build = 1; build <= 500; build++) {
            evaluations.add(evaluation(build, "section " + build, Map.of("a", "1"), Map.of()));
        }

        assertThat(json(evaluations, List.of()).get("series")).hasSize(20);
    }

    private static JsonNode json(List<IndexedEvaluation> evaluations, List<String> wanted) throws IOException {
        StringWriter text = new StringWriter();
        new MetricTrend(MetricChoice.of(evaluations, wanted, MetricChoice.MAX_SHOWN), evaluations)
                .write(build -> build == 1, text);
        return new ObjectMapper().readTree(text.toString());
    }

    private static IndexedEvaluation evaluation(
            int build, String section, Map<String, String> metrics, Map<String, MetricLimits> limits) {
        return new IndexedEvaluation(
                build,
                "#" + build,
                Instant.ofEpochSecond(build),
                section,
                Optional.of(Verdict.Status.PASSED),
                false,
                snapshot(metrics),
                limits);
    }

    private static Snapshot snapshot(Map<String, String> metrics) {
        return Snapshot.of(metrics.entrySet().stream()
                .map(entry ->
                        new Metric("metrics.json", entry.getKey(), new Value.Numeric(new BigDecimal(entry.getValue()))))
                .toList());
    }
}

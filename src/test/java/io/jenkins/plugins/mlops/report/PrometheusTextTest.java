package io.jenkins.plugins.mlops.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {

    /** The grammar of a sample in format 0.0.4. */
    private static final Pattern SAMPLE = Pattern.compile(
            "[a-z_]+\\{([a-z]+=\"([^\"\\\\\\n]|\\\\\\\\|\\\\\"|\\\\n)*\",?)+} -?[0-9]+(\\.[0-9]+)?(E[+-]?[0-9]+)?");

    @Test
    void shouldListEachMetricWithItsJobAndBuild() {
        PrometheusText text = new PrometheusText(10);
        text.add("team/fraud", List.of(evaluation("", "accuracy", "0.95")));

        assertThat(text.text())
                .isEqualTo(
                        """
                        # HELP mlops_metric A metric of the build that was evaluated last.
                        # TYPE mlops_metric gauge
                        mlops_metric{job="team/fraud",section="",metric="accuracy",build="41"} 0.95
                        # HELP mlops_gate_passed 1 where the quality gate of that build let it pass, with or without warnings, else 0.
                        # TYPE mlops_gate_passed gauge
                        mlops_gate_passed{job="team/fraud",section="",build="41"} 0
                        # HELP mlops_evaluation_timestamp_seconds When that build was evaluated.
                        # TYPE mlops_evaluation_timestamp_seconds gauge
                        mlops_evaluation_timestamp_seconds{job="team/fraud",section="",build="41"} 1.5
                        """);
    }

    @Test
    void shouldHaveNoSampleTwice() {
        PrometheusText text = new PrometheusText(10);
        text.add("a", List.of(evaluation("", "auc", "1"), evaluation("", "auc", "2")));

        assertThat(text.text()).contains("metric=\"auc\",build=\"41\"} 2").doesNotContain("build=\"41\"} 1\n");
    }

    @Test
    void shouldSayHowManyItLeavesOut() {
        PrometheusText text = new PrometheusText(2);
        for (String job : List.of("a", "b", "c", "d")) {
            text.add(job, List.of(evaluation("", "auc", "1")));
        }

        assertThat(text.text()).contains("job=\"b\"", "# 2 more are left out").doesNotContain("mlops_metric{job=\"c\"");
    }

    @Property
    void shouldStayInTheGrammarWhateverThingsAreCalled(
            @ForAll String job, @ForAll String section, @ForAll String metric) {
        PrometheusText text = new PrometheusText(10);
        text.add(job, List.of(evaluation(section, metric, "-1E-7")));

        String[] lines = text.text().split("\n");

        assertThat(lines).hasSize(9);
        assertThat(lines).allSatisfy(line -> {
            if (!line.startsWith("# ")) {
                assertThat(line).matches(SAMPLE);
            }
        });
    }

    private static IndexedEvaluation evaluation(String section, String metric, String value) {
        return new IndexedEvaluation(
                41,
                "#41",
                Instant.ofEpochMilli(1_500),
                section,
                Optional.of(Verdict.Status.FAILED),
                false,
                Snapshot.of(List.of(new Metric("m.json", metric, new Value.Numeric(new BigDecimal(value))))),
                Map.of());
    }
}

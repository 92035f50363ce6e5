package io.jenkins.plugins.mlops.build;

import hudson.model.Job;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import io.jenkins.plugins.mlops.report.IndexedEvaluation;
import io.jenkins.plugins.mlops.report.MetricLimits;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lines of an index, for tests. */
final class Evaluations {

    static final String HOSTILE = "<img src=x onerror=alert(1)>\"'</script>";

    private Evaluations() {}

    static void add(Job<?, ?> job, int build, Verdict.Status verdict, Map<String, String> metrics) throws IOException {
        List<Metric> numbers = new ArrayList<>();
        Map<String, MetricLimits> limits = new java.util.LinkedHashMap<>();
        metrics.forEach((name, value) -> {
            numbers.add(new Metric("metrics.json", name, new Value.Numeric(new BigDecimal(value))));
            limits.put(name, new MetricLimits(Optional.of(new BigDecimal("0.5")), Optional.empty()));
        });
        JobMetrics.of(job)
                .append(new IndexedEvaluation(
                        build,
                        "#" + build,
                        Instant.ofEpochSecond(1_763_000_000L + build * 3600L),
                        "",
                        Optional.of(verdict),
                        false,
                        Snapshot.of(numbers),
                        limits));
    }
}

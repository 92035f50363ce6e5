package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of one evaluation, as a job keeps them after the build is gone.
 *
 * @param label the build as people call it: {@code #41}
 * @param at to the millisecond
 * @param section name of the training; empty where a build has just one
 * @param verdict empty where no gate ran
 * @param promoted whether the build's model went to production
 * @param metrics finite numbers only
 * @param limits of the gate, by the names of {@link Snapshot#byName()}
 */
public record IndexedEvaluation(
        int build,
        String label,
        Instant at,
        String section,
        Optional<Verdict.Status> verdict,
        boolean promoted,
        Snapshot metrics,
        Map<String, MetricLimits> limits) {

    public IndexedEvaluation {
        at = Instant.ofEpochMilli(at.toEpochMilli());
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
    }

    /**
     * Not promoted yet.
     *
     * @throws IllegalArgumentException where two rows of the section are of one metric
     */
    public static IndexedEvaluation of(int build, String label, Instant at, Section section) {
        List<Metric> numbers = new ArrayList<>();
        for (DiffRow row : section.metrics()) {
            if (row.after().isPresent() && row.after().get() instanceof Value.Numeric number) {
                numbers.add(new Metric(row.file(), shortName(row), number));
            }
        }
        Verdict verdict = section.verdict();
        return new IndexedEvaluation(
                build,
                label,
                at,
                section.name(),
                verdict.checks().isEmpty() ? Optional.empty() : Optional.of(verdict.status()),
                false,
                Snapshot.of(numbers),
                MetricLimits.of(verdict));
    }

    private static String shortName(DiffRow row) {
        String qualifier = row.file() + ":";
        return row.name().startsWith(qualifier) ? row.name().substring(qualifier.length()) : row.name();
    }

    public IndexedEvaluation withPromoted(boolean now) {
        return new IndexedEvaluation(build, label, at, section, verdict, now, metrics, limits);
    }

    /** @param metric short or qualified name */
    public Optional<BigDecimal> number(String metric) {
        return metrics.value(metric).filter(Value.Numeric.class::isInstance).map(value -> ((Value.Numeric) value)
                .value());
    }

    public MetricLimits limits(String metric) {
        MetricLimits known = limits.get(metric);
        if (known == null && metrics.byName().containsKey(metric)) {
            // Text of the same name in another file made the gate say which file it means.
            known = limits.get(metrics.byName().get(metric).qualifiedName());
        }
        return known == null ? MetricLimits.NONE : known;
    }
}

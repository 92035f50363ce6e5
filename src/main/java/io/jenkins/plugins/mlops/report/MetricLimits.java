package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Verdict;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The absolute bounds of a gate for one metric, inclusive.
 *
 * @param min empty where there is none
 * @param max empty where there is none
 */
public record MetricLimits(Optional<BigDecimal> min, Optional<BigDecimal> max) {

    static final MetricLimits NONE = new MetricLimits(Optional.empty(), Optional.empty());

    /** By metric, in the order of the checks. Only bounds that hold for all builds alike: one that is relative to a baseline moves with it. */
    public static Map<String, MetricLimits> of(Verdict verdict) {
        Map<String, MetricLimits> limits = new LinkedHashMap<>();
        for (Check check : verdict.checks()) {
            boolean min = check.rule().startsWith("min ");
            if (check.source().equals(Check.GATE) && (min || check.rule().startsWith("max "))) {
                MetricLimits known = limits.getOrDefault(check.subject(), NONE);
                MetricLimits both = min
                        ? new MetricLimits(known.min().or(check::limit), known.max())
                        : new MetricLimits(known.min(), known.max().or(check::limit));
                if (!both.equals(NONE)) {
                    limits.put(check.subject(), both);
                }
            }
        }
        return limits;
    }
}

package io.jenkins.plugins.mlops.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One metric over earlier builds.
 *
 * @param min the gate's lower bound now
 * @param max the gate's upper bound now
 * @param points oldest first; the last is this report's own
 */
public record MetricHistory(
        String metric, Optional<BigDecimal> min, Optional<BigDecimal> max, List<HistoryPoint> points) {

    public MetricHistory {
        points = List.copyOf(points);
    }

    /**
     * @param build label of the build
     * @param value empty where that build has no finite number for the metric
     * @param promoted whether the build's model went to production
     */
    public record HistoryPoint(
            String build, Optional<String> url, Instant at, Optional<BigDecimal> value, boolean promoted) {}
}

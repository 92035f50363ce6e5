package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a candidate is compared with.
 *
 * @param description what a person calls it: {@code branch main}, {@code build 41}
 * @param revision of its code, where it has one
 * @param timestamp when it was evaluated or committed
 * @param evaluationData path to hash of the data that it was evaluated on; empty where that is not known
 */
public record Baseline(
        Snapshot snapshot,
        String description,
        Optional<String> revision,
        Optional<Instant> timestamp,
        Map<String, String> evaluationData) {
    public Baseline {
        evaluationData = Map.copyOf(evaluationData);
    }
}

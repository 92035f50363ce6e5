package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a gate decides on.
 *
 * @param baseline empty on a first run
 * @param history metrics of earlier builds, newest last, without the candidate's
 * @param now for the age of the baseline
 * @param evaluationData path to hash of the data that the candidate was evaluated on; empty where that is not known
 * @param evidence checks made elsewhere, by other tools' reports or on paired predictions, that count for the verdict
 */
public record GateInput(
        Snapshot candidate,
        Optional<Baseline> baseline,
        List<Snapshot> history,
        Instant now,
        Map<String, String> evaluationData,
        List<Check> evidence) {

    public GateInput {
        history = List.copyOf(history);
        evaluationData = Map.copyOf(evaluationData);
        evidence = List.copyOf(evidence);
    }

    public static GateInput of(Snapshot candidate, Optional<Baseline> baseline, Instant now) {
        return new GateInput(candidate, baseline, List.of(), now, Map.of(), List.of());
    }

    public GateInput withHistory(List<Snapshot> earlier) {
        return new GateInput(candidate, baseline, earlier, now, evaluationData, evidence);
    }

    public GateInput withEvaluationData(Map<String, String> hashes) {
        return new GateInput(candidate, baseline, history, now, hashes, evidence);
    }

    public GateInput withEvidence(List<Check> checks) {
        return new GateInput(candidate, baseline, history, now, evaluationData, checks);
    }
}

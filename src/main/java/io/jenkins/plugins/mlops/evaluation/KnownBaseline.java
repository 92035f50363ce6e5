package io.jenkins.plugins.mlops.evaluation;

import io.jenkins.plugins.mlops.gate.Baseline;
import io.jenkins.plugins.mlops.lineage.DataInput;
import io.jenkins.plugins.mlops.lineage.LineageCollector;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.report.EvaluatedState;
import io.jenkins.plugins.mlops.report.KeptEvaluation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * @param baseline what the gate compares with
 * @param state what the report shows beside the candidate
 */
public record KnownBaseline(Baseline baseline, EvaluatedState state) {

    /**
     * @param commit of the code that was evaluated
     * @param at when it was committed or evaluated
     */
    public static KnownBaseline of(EvaluatedState state, Optional<String> commit, Instant at) {
        return new KnownBaseline(
                new Baseline(state.metrics(), state.description(), commit, Optional.of(at), evaluationData(state)),
                state);
    }

    /** @param description what a person calls the build: {@code build 41} */
    public static KnownBaseline of(KeptEvaluation kept, String description) {
        return of(kept.state().describedAs(description), kept.commit(), kept.at());
    }

    /** Of a source that knows metrics and nothing else. */
    static KnownBaseline metricsOnly(Baseline baseline) {
        EvaluatedState nothing = EvaluatedState.nothing(baseline.description());
        return new KnownBaseline(
                baseline,
                new EvaluatedState(
                        baseline.description(),
                        baseline.snapshot(),
                        Snapshot.EMPTY,
                        nothing.data(),
                        nothing.plots(),
                        List.of()));
    }

    /** Path to hash of the data that came from outside, for a gate that wants both evaluated on the same. */
    static Map<String, String> evaluationData(EvaluatedState state) {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (DataInput input :
                LineageCollector.dataInputs(LineageCollector.inputs(state.data().outputs(), path -> false))) {
            hashes.put(input.path(), input.hash());
        }
        return hashes;
    }
}

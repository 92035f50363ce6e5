package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.report.MetricHistory.HistoryPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The evaluations of one training before the one at hand.
 *
 * @param evaluations oldest first
 */
public record EvaluationHistory(List<IndexedEvaluation> evaluations) {

    private static final int MAX_CHARTS = 12;

    public EvaluationHistory {
        evaluations = List.copyOf(evaluations);
    }

    /**
     * @param newest of all trainings, as {@link MetricIndex#newest(int)} has them
     * @param section whose evaluations to keep
     * @param build the one at hand, whose own evaluations are left out: it may run its gate again
     */
    public static EvaluationHistory before(int build, String section, List<IndexedEvaluation> newest) {
        return new EvaluationHistory(newest.stream()
                .filter(evaluation -> evaluation.section().equals(section) && evaluation.build() != build)
                .toList());
    }

    /** For the gate's windows: newest last. */
    public List<Snapshot> snapshots() {
        return evaluations.stream().map(IndexedEvaluation::metrics).toList();
    }

    /**
     * How the metrics that the gate checked came to where they are; none where there is no earlier evaluation.
     *
     * @param own the evaluation at hand, which is the last point of each
     * @param verdict of that evaluation
     * @param url of a build's page; empty where there is none
     */
    public List<MetricHistory> charts(
            IndexedEvaluation own, Verdict verdict, Function<IndexedEvaluation, Optional<String>> url) {
        if (evaluations.isEmpty()) {
            return List.of();
        }
        List<IndexedEvaluation> all = new ArrayList<>(evaluations);
        all.add(own);
        return verdict.checks().stream()
                .filter(check -> check.source().equals(Check.GATE))
                .map(Check::subject)
                .distinct()
                .filter(metric -> own.number(metric).isPresent())
                .limit(MAX_CHARTS)
                .map(metric -> new MetricHistory(
                        metric,
                        own.limits(metric).min(),
                        own.limits(metric).max(),
                        all.stream()
                                .map(evaluation -> new HistoryPoint(
                                        evaluation.label(),
                                        url.apply(evaluation),
                                        evaluation.at(),
                                        evaluation.number(metric),
                                        evaluation.promoted()))
                                .toList()))
                .toList();
    }
}

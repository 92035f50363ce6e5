package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import io.jenkins.plugins.mlops.report.MetricHistory;
import io.jenkins.plugins.mlops.report.MetricHistory.HistoryPoint;
import io.jenkins.plugins.mlops.report.MetricLimits;
import io.jenkins.plugins.mlops.training.RunStore;
import io.jenkins.plugins.mlops.training.StoredRun;
import io.jenkins.plugins.mlops.training.TrainingRun;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code mlops train} recorded in this workspace.
 *
 * @param candidate the newest run, where it measured exactly what the gate looks at; metrics that came from elsewhere have no known inputs
 * @param earlier the successful runs before that, newest last
 */
record RecordedRuns(Optional<TrainingRun> candidate, List<TrainingRun> earlier) {

    private static final int MAX_HISTORIES = 12;
    private static final int BRIEF = 7;

    static RecordedRuns of(Path root, Snapshot metrics) throws IOException {
        List<TrainingRun> succeeded = new ArrayList<>();
        for (StoredRun stored : new RunStore(root, TrainCommand.BUILDER).list()) {
            if (stored.run().succeeded()) {
                succeeded.add(stored.run());
            }
        }
        Optional<TrainingRun> newest =
                succeeded.stream().findFirst().filter(run -> run.metrics().equals(metrics));
        newest.ifPresent(succeeded::remove);
        Collections.reverse(succeeded);
        return new RecordedRuns(newest, List.copyOf(succeeded));
    }

    List<Snapshot> snapshots() {
        return earlier.stream().map(TrainingRun::metrics).toList();
    }

    /** How the metrics that the gate checked came to where they are; none where there is no earlier run. */
    List<MetricHistory> histories(Verdict verdict, Snapshot metrics, Instant now) {
        if (earlier.isEmpty()) {
            return List.of();
        }
        Map<String, MetricLimits> limits = MetricLimits.of(verdict);
        return verdict.checks().stream()
                .filter(check -> check.source().equals(Check.GATE))
                .map(Check::subject)
                .distinct()
                .filter(metric -> number(metrics, metric).isPresent())
                .limit(MAX_HISTORIES)
                .map(metric -> new MetricHistory(
                        metric,
                        Optional.ofNullable(limits.get(metric)).flatMap(MetricLimits::min),
                        Optional.ofNullable(limits.get(metric)).flatMap(MetricLimits::max),
                        points(metric, metrics, now)))
                .toList();
    }

    private List<HistoryPoint> points(String metric, Snapshot metrics, Instant now) {
        List<HistoryPoint> points = new ArrayList<>();
        for (TrainingRun run : earlier) {
            points.add(point(commit(run), run.finished(), number(run.metrics(), metric)));
        }
        points.add(point(
                candidate.map(RecordedRuns::commit).orElse("workspace"),
                candidate.map(TrainingRun::finished).orElse(now),
                number(metrics, metric)));
        return points;
    }

    private static HistoryPoint point(String label, Instant at, Optional<BigDecimal> value) {
        return new HistoryPoint(label, Optional.empty(), at, value, false);
    }

    private static String commit(TrainingRun run) {
        String commit = run.lineage().code().commit();
        return commit.substring(0, Math.min(BRIEF, commit.length()));
    }

    private static Optional<BigDecimal> number(Snapshot metrics, String name) {
        return metrics.value(name).filter(Value.Numeric.class::isInstance).map(value -> ((Value.Numeric) value)
                .value());
    }
}

package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Failed checks for what a criterion names and the evaluation doesn't have. */
final class Absence {

    private final Criterion criterion;

    Absence(Criterion criterion) {
        this.criterion = criterion;
    }

    Check missing(Snapshot candidate) {
        String name = criterion.metric().toString();
        int count = candidate.byName().size();
        if (criterion.metric().hasWildcard()) {
            return failed(name, "the pattern '" + name + "' matches none of the " + count + " metrics");
        }
        String hint = Spelling.nearest(name, candidate.byName().keySet())
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
        return failed(name, "there is no metric '" + name + "' among the " + count + " of the evaluation" + hint);
    }

    Check ambiguous(List<Map.Entry<String, Metric>> matches) {
        return failed(
                criterion.metric().toString(),
                "several files have a metric of this name; write one of "
                        + matches.stream()
                                .map(match -> match.getValue().qualifiedName())
                                .collect(Collectors.joining(", ")));
    }

    Check gone(Map.Entry<String, Metric> entry, Baseline baseline) {
        Check check = failed(
                entry.getKey(),
                "the baseline (" + baseline.description()
                        + ") has this metric and the evaluation doesn't; it was not measured again");
        return new Check(
                check.subject(),
                check.rule(),
                check.source(),
                check.outcome(),
                check.severity(),
                Optional.empty(),
                Optional.of(entry.getValue().value()),
                Optional.empty(),
                check.message());
    }

    private Check failed(String subject, String message) {
        return new Check(
                subject,
                criterion.rules().stream().map(Rule::text).collect(Collectors.joining(", ")),
                Check.GATE,
                Check.Outcome.FAILED,
                criterion.severity(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                message);
    }
}

package io.jenkins.plugins.mlops.steps;

import hudson.AbortException;
import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Value;
import io.jenkins.plugins.mlops.training.Repeat;
import io.jenkins.plugins.mlops.training.TrainingRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A training as a Pipeline script gets it: maps and lists that {@code program.dat} may have. */
final class TrainingResult {

    private static final int NAMED = 20;

    private TrainingResult() {}

    static Map<String, Object> of(TrainingRun run, boolean skipped) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("runId", run.id());
        map.put("skipped", skipped);
        map.put("seconds", seconds(run));
        map.put("commit", run.lineage().code().commit());
        map.put("dataVersion", run.lineage().dataVersion());
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (Map.Entry<String, Metric> metric : run.metrics().byName().entrySet()) {
            metrics.put(metric.getKey(), plain(metric.getValue().value()));
        }
        map.put("metrics", metrics);
        List<Object> models = new ArrayList<>();
        run.models().forEach(model -> models.add(map(model)));
        map.put("models", models);
        return map;
    }

    /**
     * @param run the last one
     * @throws AbortException where metrics are further apart than is tolerated
     */
    static Map<String, Object> of(TrainingRun run, Repeat.Result repeated) throws AbortException {
        if (!repeated.passed()) {
            List<String> differing = repeated.differing().stream()
                    .map(spread -> spread.metric() + ": " + String.join(", ", spread.values()))
                    .toList();
            String more = differing.size() > NAMED ? "\n  and " + (differing.size() - NAMED) + " more" : "";
            throw new AbortException(Messages.TrainModelStep_notRepeatable(
                    repeated.runs().size(),
                    differing.stream().limit(NAMED).collect(Collectors.joining("\n  ", "\n  ", more))));
        }
        Map<String, Object> map = of(run, false);
        List<Object> ids = new ArrayList<>();
        repeated.runs().forEach(each -> ids.add(each.id()));
        map.put("runIds", ids);
        Map<String, Object> spreads = new LinkedHashMap<>();
        for (Map.Entry<String, Metric> metric : run.metrics().byName().entrySet()) {
            repeated.spreads().stream()
                    .filter(spread -> spread.metric().equals(metric.getValue().qualifiedName()))
                    .flatMap(spread -> spread.spread().stream())
                    .forEach(spread -> spreads.put(metric.getKey(), spread));
        }
        map.put("spreads", spreads);
        return map;
    }

    static String summary(TrainingRun run) {
        String time = String.format(Locale.ROOT, "%.1f s", seconds(run));
        return run.succeeded()
                ? "Recorded run " + run.id() + ": "
                        + count(run.metrics().metrics().size(), "metric") + ", "
                        + count(run.models().size(), "model file") + ", in " + time
                : "Recorded run " + run.id() + ", which failed after " + time;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static double seconds(TrainingRun run) {
        return Duration.between(run.started(), run.finished()).toMillis() / 1e3;
    }

    private static Map<String, Object> map(Artifact model) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", model.path());
        map.put("size", model.size());
        map.put("md5", model.md5());
        map.put("sha256", model.sha256());
        return map;
    }

    private static Object plain(Value value) {
        if (value instanceof Value.Numeric number) {
            return number.value();
        }
        return value instanceof Value.Flag flag ? (Object) flag.value() : value.display();
    }
}

package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.evaluation.KnownBaseline;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import io.jenkins.plugins.mlops.report.KeptEvaluation;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the controller tells the agent of other builds, in types that any class filter lets through. */
public final class EarlierEvaluations implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<TreeMap<String, BigDecimal>> history = new ArrayList<>();
    private String baseline;
    private String build;

    /**
     * @param metrics of one evaluation; called with the oldest first
     */
    public void add(Map<String, BigDecimal> metrics) {
        history.add(new TreeMap<>(metrics));
    }

    /**
     * @param description what a person calls the build
     * @param kept {@link KeptEvaluation#toJson}
     */
    public void compareWith(String description, String kept) {
        build = description;
        baseline = kept;
    }

    Optional<KnownBaseline> baseline() throws DocumentException {
        return baseline == null
                ? Optional.empty()
                : Optional.of(KnownBaseline.of(KeptEvaluation.read(baseline, "the evaluation of " + build), build));
    }

    List<Snapshot> history() {
        return history.stream().map(EarlierEvaluations::snapshot).toList();
    }

    private static Snapshot snapshot(Map<String, BigDecimal> metrics) {
        List<Metric> all = new ArrayList<>();
        metrics.forEach((name, value) -> all.add(new Metric("", name, new Value.Numeric(value))));
        return Snapshot.of(all);
    }
}

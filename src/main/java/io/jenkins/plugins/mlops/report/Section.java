package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.dvc.DataDiff;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.lineage.Lineage;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import io.jenkins.plugins.mlops.plots.PlotComparison;
import java.util.List;
import java.util.Optional;

/**
 * The evaluation of one training. Made by {@link #named}.
 *
 * @param name of the training; may be empty where a report has just one
 * @param baseline what the candidate is compared with, in words; empty where there is none
 * @param verdict without checks where no gate ran
 * @param models the files that were evaluated
 * @param plots at most {@value #MAX_POINTS} points per curve
 */
public record Section(
        String name,
        Optional<String> baseline,
        Verdict verdict,
        List<DiffRow> metrics,
        List<DiffRow> parameters,
        DataDiff data,
        List<PlotComparison> plots,
        List<MetricHistory> history,
        Optional<Lineage> lineage,
        List<Artifact> models) {

    static final int MAX_POINTS = 1_000;

    public Section {
        metrics = List.copyOf(metrics);
        parameters = List.copyOf(parameters);
        plots = plots.stream().map(plot -> plot.reducedTo(MAX_POINTS)).toList();
        history = List.copyOf(history);
        models = List.copyOf(models);
    }

    public Section withHistory(List<MetricHistory> histories) {
        return new Section(name, baseline, verdict, metrics, parameters, data, plots, histories, lineage, models);
    }

    public Section withRun(Lineage inputs, List<Artifact> files) {
        return new Section(
                name, baseline, verdict, metrics, parameters, data, plots, history, Optional.of(inputs), files);
    }

    /** Starts a section whose every part is empty. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    public static final class Builder {
        private final String name;
        private Optional<String> baseline = Optional.empty();
        private Verdict verdict = new Verdict(List.of());
        private List<DiffRow> metrics = List.of();
        private List<DiffRow> parameters = List.of();
        private DataDiff data = DataDiff.NONE;
        private List<PlotComparison> plots = List.of();
        private List<MetricHistory> history = List.of();
        private Optional<Lineage> lineage = Optional.empty();
        private List<Artifact> models = List.of();

        private Builder(String name) {
            this.name = name;
        }

        /** @param description such as {@code branch main at 3f2a91c} */
        public Builder baseline(String description) {
            this.baseline = Optional.of(description);
            return this;
        }

        public Builder verdict(Verdict gate) {
            this.verdict = gate;
            return this;
        }

        public Builder metrics(List<DiffRow> rows) {
            this.metrics = rows;
            return this;
        }

        public Builder parameters(List<DiffRow> rows) {
            this.parameters = rows;
            return this;
        }

        public Builder data(DataDiff diff) {
            this.data = diff;
            return this;
        }

        public Builder plots(List<PlotComparison> comparisons) {
            this.plots = comparisons;
            return this;
        }

        public Builder history(List<MetricHistory> histories) {
            this.history = histories;
            return this;
        }

        public Builder lineage(Lineage inputs) {
            this.lineage = Optional.of(inputs);
            return this;
        }

        public Builder models(List<Artifact> files) {
            this.models = files;
            return this;
        }

        public Section build() {
            return new Section(name, baseline, verdict, metrics, parameters, data, plots, history, lineage, models);
        }
    }
}

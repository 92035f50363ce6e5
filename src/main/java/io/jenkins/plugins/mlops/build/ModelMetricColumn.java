package io.jenkins.plugins.mlops.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Job;
import hudson.views.ListViewColumn;
import hudson.views.ListViewColumnDescriptor;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.report.IndexedEvaluation;
import io.jenkins.plugins.mlops.report.MetricTrend;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Verdict and one metric of the build that was evaluated last, from the job's index. */
public final class ModelMetricColumn extends ListViewColumn {

    private final String metric;

    /** @param metric empty for the verdict alone */
    @DataBoundConstructor
    public ModelMetricColumn(String metric) {
        this.metric = Util.fixNull(metric).strip();
    }

    public String getMetric() {
        return metric;
    }

    @Override
    public String getColumnCaption() {
        return metric.isEmpty() ? Messages.ModelMetricColumn_caption() : metric;
    }

    /** Null where the item is no job, or one that was never evaluated. */
    public Cell cell(Object item) {
        if (!(item instanceof Job<?, ?> job)) {
            return null;
        }
        List<IndexedEvaluation> last = JobMetrics.lastEvaluated(job);
        return last.isEmpty() ? null : new Cell(last, metric);
    }

    /** What one row shows. */
    public static final class Cell {

        private final List<IndexedEvaluation> evaluations;
        private final Optional<BigDecimal> number;

        Cell(List<IndexedEvaluation> evaluations, String metric) {
            this.evaluations = evaluations;
            this.number = evaluations.stream()
                    .flatMap(evaluation -> evaluation.number(metric).stream())
                    .findFirst();
        }

        public String getLabel() {
            return evaluations.get(0).label();
        }

        /** Empty where the build does not have the metric. */
        public String getNumber() {
            return number.map(BigDecimal::toPlainString)
                    .filter(text -> text.length() <= 20)
                    .or(() -> number.map(BigDecimal::toString))
                    .orElse("");
        }

        /** Number and verdict, which stay on one line. */
        public String getText() {
            return (getNumber() + " " + getVerdict()).strip().replace(' ', '\u00a0');
        }

        /** To sort by. */
        public String getOrder() {
            return number.map(value -> Double.toString(value.doubleValue())).orElse("");
        }

        /** In words: colour is never the only sign. Empty where no gate ran. */
        public String getVerdict() {
            return MetricTrend.worst(evaluations)
                    .map(status -> switch (status) {
                        case PASSED -> Messages.ModelMetricColumn_passed();
                        case WARNING -> Messages.ModelMetricColumn_warning();
                        case FAILED -> Messages.ModelMetricColumn_failed();
                    })
                    .orElse("");
        }

        public String getIcon() {
            Verdict.Status status = MetricTrend.worst(evaluations).orElse(null);
            return Objects.equals(status, Verdict.Status.FAILED)
                    ? "symbol-status-red"
                    : status == Verdict.Status.WARNING
                            ? "symbol-status-yellow"
                            : status == null ? "symbol-status-nobuilt" : "symbol-status-blue";
        }
    }

    @Extension
    @Symbol("modelMetric")
    public static final class DescriptorImpl extends ListViewColumnDescriptor {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ModelMetricColumn_displayName();
        }

        /** Only where somebody asks for it. */
        @Override
        public boolean shownByDefault() {
            return false;
        }
    }
}

package io.jenkins.plugins.mlops.build;

import io.jenkins.plugins.mlops.report.IndexedEvaluation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An evaluation as the remote API shows it. Names are values and no keys: in XML they would be names of elements. Shown with the list it is in, without {@code depth}. */
@ExportedBean(defaultVisibility = 2)
public final class ExportedEvaluation {

    private final IndexedEvaluation evaluation;

    ExportedEvaluation(IndexedEvaluation evaluation) {
        this.evaluation = evaluation;
    }

    @Exported
    public int getNumber() {
        return evaluation.build();
    }

    @Exported
    public String getLabel() {
        return evaluation.label();
    }

    /** Milliseconds since 1970. */
    @Exported
    public long getTimestamp() {
        return evaluation.at().toEpochMilli();
    }

    @Exported
    public String getSection() {
        return evaluation.section();
    }

    /** Null where no gate ran. */
    @Exported
    public String getVerdict() {
        return evaluation
                .verdict()
                .map(status -> status.name().toLowerCase(Locale.ROOT))
                .orElse(null);
    }

    @Exported
    public boolean isPromoted() {
        return evaluation.promoted();
    }

    @Exported
    public List<ExportedMetric> getMetrics() {
        return evaluation.metrics().byName().keySet().stream()
                .map(name -> new ExportedMetric(
                        name,
                        number(evaluation.number(name)),
                        number(evaluation.limits(name).min()),
                        number(evaluation.limits(name).max())))
                .toList();
    }

    private static Double number(Optional<BigDecimal> number) {
        return number.map(BigDecimal::doubleValue).orElse(null);
    }
}

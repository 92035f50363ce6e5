package io.jenkins.plugins.mlops.build;

import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import io.jenkins.plugins.mlops.metrics.Value;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import io.jenkins.plugins.mlops.report.Section;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A report for the remote API: numbers as numbers, words in lower case. */
@ExportedBean(defaultVisibility = 2)
public final class ReportExport {

    private final EvaluationReport report;

    ReportExport(EvaluationReport report) {
        this.report = report;
    }

    @Exported
    public boolean isPassed() {
        return report.verdict().passed();
    }

    @Exported
    public String getStatus() {
        return lower(report.verdict().status());
    }

    @Exported
    public String getHeadline() {
        return report.headline();
    }

    @Exported
    public List<Training> getTrainings() {
        return report.sections().stream().map(Training::new).toList();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Double number(Optional<BigDecimal> number) {
        return number.map(BigDecimal::doubleValue).orElse(null);
    }

    /** What is no number is text. */
    private static Object value(Optional<Value> value) {
        if (value.isEmpty()) {
            return null;
        }
        if (value.get() instanceof Value.Numeric numeric) {
            return numeric.value().doubleValue();
        }
        return value.get() instanceof Value.Flag flag
                ? (Object) flag.value()
                : value.get().display();
    }

    @ExportedBean(defaultVisibility = 2)
    public static final class Training {
        private final Section section;

        Training(Section section) {
            this.section = section;
        }

        @Exported
        public String getName() {
            return section.name();
        }

        @Exported
        public String getBaseline() {
            return section.baseline().orElse(null);
        }

        @Exported
        public List<CheckExport> getChecks() {
            return section.verdict().checks().stream().map(CheckExport::new).toList();
        }

        @Exported
        public List<RowExport> getMetrics() {
            return section.metrics().stream().map(RowExport::new).toList();
        }

        @Exported
        public List<RowExport> getParameters() {
            return section.parameters().stream().map(RowExport::new).toList();
        }
    }

    @ExportedBean(defaultVisibility = 2)
    public static final class CheckExport {
        private final Check check;

        CheckExport(Check check) {
            this.check = check;
        }

        @Exported
        public String getSubject() {
            return check.subject();
        }

        @Exported
        public String getRule() {
            return check.rule();
        }

        @Exported
        public String getOutcome() {
            return lower(check.outcome());
        }

        @Exported
        public String getSeverity() {
            return lower(check.severity());
        }

        @Exported
        public Object getObserved() {
            return value(check.observed());
        }

        @Exported
        public Object getBaseline() {
            return value(check.baseline());
        }

        @Exported
        public Double getLimit() {
            return number(check.limit());
        }

        @Exported
        public String getMessage() {
            return check.message();
        }
    }

    @ExportedBean(defaultVisibility = 2)
    public static final class RowExport {
        private final DiffRow row;

        RowExport(DiffRow row) {
            this.row = row;
        }

        @Exported
        public String getFile() {
            return row.file();
        }

        @Exported
        public String getName() {
            return row.name();
        }

        @Exported
        public Object getBefore() {
            return value(row.before());
        }

        @Exported
        public Object getAfter() {
            return value(row.after());
        }

        @Exported
        public Double getDelta() {
            return number(row.delta());
        }

        @Exported
        public Double getRelativeDelta() {
            return number(row.relativeDelta());
        }

        @Exported
        public String getChange() {
            return lower(row.change());
        }
    }
}

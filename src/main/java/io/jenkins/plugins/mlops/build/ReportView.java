package io.jenkins.plugins.mlops.build;

import hudson.model.Run;
import io.jenkins.plugins.mlops.document.Sha256;
import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import io.jenkins.plugins.mlops.report.HtmlParts;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A report as the pages of a build show it. A report that cannot be read is shown as such, so that the page with the reason stays whole.
 *
 * @param report empty where its files are gone or damaged
 */
public record ReportView(Optional<EvaluationReport> report, List<PendingInput> inputs, List<Decision> decisions) {

    private static final Logger LOGGER = Logger.getLogger(ReportView.class.getName());
    private static final int WORST = 3;

    static ReportView of(Run<?, ?> run) throws InterruptedException {
        Optional<EvaluationReport> report = Optional.empty();
        List<Decision> decisions = List.of();
        try {
            report = Optional.of(GateStore.of(run).report());
            decisions = Decisions.of(run).list();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot show the evaluation of " + run);
        }
        try {
            return new ReportView(report, PendingInput.of(run), decisions);
        } catch (TimeoutException e) {
            LOGGER.log(Level.INFO, e, () -> "The inputs of " + run + " are not loaded yet");
            return new ReportView(report, List.of(), decisions);
        }
    }

    /** Of the report as JSON, as 64 hexadecimal digits; empty where it cannot be read. Only who decides or has decided needs it. */
    public String digest() {
        return report.map(known -> Sha256.hex(known.toJson())).orElse("");
    }

    public boolean isReadable() {
        return report.isPresent();
    }

    /** One sentence. */
    public String getHeadline() {
        return report.map(EvaluationReport::headline).orElseGet(Messages::GateReportAction_unreadable);
    }

    /** The headline without its reason, for where the reasons follow. */
    public String getVerdict() {
        return report.map(EvaluationReport::shortHeadline).orElseGet(Messages::GateReportAction_unreadable);
    }

    public boolean isAllPassed() {
        return report.map(known -> known.verdict().status() == Verdict.Status.PASSED)
                .orElse(false);
    }

    public HtmlParts getParts() {
        return report.orElseThrow().toHtmlParts();
    }

    /** The failed checks that matter most. */
    public List<Check> getWorst() {
        return report.map(known -> known.worstChecks(WORST)).orElse(List.of());
    }

    /** In words: colour is never the only sign. */
    public String outcome(Check check) {
        return check.severity() == Severity.FAIL
                ? Messages.GateReportAction_failed()
                : Messages.GateReportAction_warning();
    }
}

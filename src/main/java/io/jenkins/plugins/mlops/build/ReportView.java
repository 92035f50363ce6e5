package io.jenkins.plugins.mlops.build;

import hudson.model.Run;
import io.jenkins.plugins.mlops.document.Sha256;
import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import io.jenkins.plugins.mlops.report.HtmlParts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A report as the pages of a build show it. What cannot be read is shown as such, so that the page with the reason stays whole.
 *
 * @param report empty where its files are gone, damaged or of a newer version
 * @param problem why the report cannot be read, in whole sentences; empty where it can
 * @param decisions none where they cannot be read
 * @param decisionsProblem why the decisions cannot be read
 */
public record ReportView(
        Optional<EvaluationReport> report,
        String problem,
        List<PendingInput> inputs,
        List<Decision> decisions,
        String decisionsProblem) {

    private static final Logger LOGGER = Logger.getLogger(ReportView.class.getName());
    private static final int WORST = 3;

    static ReportView of(Run<?, ?> run) throws InterruptedException {
        Kept<EvaluationReport> report = Kept.report(run);
        Kept<List<Decision>> decisions = Kept.decisions(run);
        return new ReportView(
                report.content(),
                report.problem(),
                inputs(run),
                decisions.content().orElse(List.of()),
                decisions.problem());
    }

    private static List<PendingInput> inputs(Run<?, ?> run) throws InterruptedException {
        try {
            return PendingInput.of(run);
        } catch (TimeoutException e) {
            LOGGER.log(Level.INFO, e, () -> "The inputs of " + run + " are not loaded yet");
            return List.of();
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
        return report.map(EvaluationReport::headline).orElse(problem);
    }

    /** The headline without its reason, for where the reasons follow. */
    public String getVerdict() {
        return report.map(EvaluationReport::shortHeadline).orElse(problem);
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

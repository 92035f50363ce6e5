package io.jenkins.plugins.mlops.build;

import hudson.Util;
import hudson.model.Api;
import hudson.model.Run;
import io.jenkins.plugins.mlops.agent.GateOutcome;
import io.jenkins.plugins.mlops.report.BuildReference;
import io.jenkins.plugins.mlops.report.EvaluationHistory;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import io.jenkins.plugins.mlops.report.IndexedEvaluation;
import io.jenkins.plugins.mlops.report.KeptEvaluation;
import io.jenkins.plugins.mlops.report.Section;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** The evaluation report of a build. */
@ExportedBean
public final class GateReportAction extends RunPage {

    private GateReportAction(Run<?, ?> run) {
        super(run);
    }

    /**
     * Keeps what a gate found: the report for people, the evaluation for later builds, the numbers for the trend. Each gate of a build is a section of its report.
     *
     * @param node id of the gate's flow node
     * @param history earlier evaluations of the same training
     * @return the report of this gate alone
     */
    public static EvaluationReport add(Run<?, ?> run, String node, GateOutcome outcome, EvaluationHistory history)
            throws IOException {
        EvaluationReport found = EvaluationReport.read(outcome.report(), "the report of the agent");
        KeptEvaluation kept = KeptEvaluation.read(outcome.kept(), "the evaluation of the agent");
        Section section = TrainingRuns.thatMeasured(kept.state().metrics(), run)
                .map(training -> found.sections().get(0).withRun(training.lineage(), training.models()))
                .orElse(found.sections().get(0));
        IndexedEvaluation numbers =
                IndexedEvaluation.of(run.getNumber(), run.getDisplayName(), found.created(), section);
        EvaluationReport report = new EvaluationReport(
                found.title(),
                found.created(),
                Optional.of(new BuildReference(run.getFullDisplayName(), Optional.empty())),
                List.of(section.withHistory(history.charts(numbers, section.verdict(), build -> Optional.empty()))));
        boolean fresh = GateStore.of(run).put(node, report, outcome.kept());
        synchronized (run) {
            if (run.getAction(GateReportAction.class) == null) {
                run.addAction(new GateReportAction(run));
            }
        }
        if (fresh) {
            JobMetrics.of(run.getParent()).append(numbers);
        }
        return report;
    }

    public EvaluationReport getReport() throws IOException {
        return GateStore.of(getRun()).report();
    }

    /** What a page shows; made once for a page, since it reads files. */
    public ReportView getView() throws IOException, InterruptedException {
        return ReportView.of(getRun());
    }

    /** What else is known of the model. */
    public List<EvaluationPart> getOtherParts() {
        return getRun().getActions(EvaluationPart.class);
    }

    /** Numbers for programs, at {@code api/json}. */
    public Api getApi() {
        return new Api(this);
    }

    /** Null where it cannot be read; the rest of what programs ask of a build is there all the same. */
    @Exported
    public ReportExport getReportData() {
        return Kept.report(getRun()).content().map(ReportExport::new).orElse(null);
    }

    /** Null where they cannot be read. */
    @Exported
    public List<Decision> getDecisions() {
        return Kept.decisions(getRun()).content().orElse(null);
    }

    /** The plots, for the charts of the page. */
    @WebMethod(name = "plots.json")
    public HttpResponse doPlots() {
        return download(report -> Download.json(report.plotsToJson()));
    }

    @WebMethod(name = "report.json")
    public HttpResponse doReportJson() {
        return download(report -> Download.json(report.toJson()));
    }

    @WebMethod(name = "report.md")
    public HttpResponse doReportMarkdown() {
        return download(report -> Download.markdown(report.toMarkdown()));
    }

    @WebMethod(name = "report.html")
    public HttpResponse doReportHtml() {
        return download(report -> Download.html(report.toHtml()));
    }

    private HttpResponse download(Function<EvaluationReport, HttpResponse> form) {
        Kept<EvaluationReport> report = Kept.report(getRun());
        return report.content()
                .map(form)
                .orElseGet(() -> HttpResponses.errorWithoutStack(HttpServletResponse.SC_NOT_FOUND, report.problem()));
    }

    /**
     * Answers an {@code input} of the run.
     *
     * @param input its id
     * @param decision {@code proceed} or {@code abort}
     * @param evidence the digest of the report that the page showed; another one than now is refused, since nobody approves what they have not seen
     * @param despite that the person goes on although not every check passed
     */
    @RequirePOST
    public HttpResponse doDecide(
            @QueryParameter String input,
            @QueryParameter String decision,
            @QueryParameter String evidence,
            @QueryParameter boolean despite,
            @QueryParameter String comment)
            throws IOException, InterruptedException {
        return new DecisionRequest(
                        getRun(),
                        Util.fixNull(input),
                        Util.fixNull(decision),
                        Util.fixNull(evidence),
                        despite,
                        Util.fixNull(comment).strip())
                .answer(getView());
    }

    @Override
    public String getIconFileName() {
        return "symbol-analytics";
    }

    @Override
    public String getDisplayName() {
        return Messages.GateReportAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "model-evaluation";
    }
}

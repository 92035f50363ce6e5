package io.jenkins.plugins.mlops.steps;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlops.agent.GateCallable;
import io.jenkins.plugins.mlops.agent.GateNeeds;
import io.jenkins.plugins.mlops.agent.GateNeedsCallable;
import io.jenkins.plugins.mlops.agent.GateOutcome;
import io.jenkins.plugins.mlops.agent.GateRequest;
import io.jenkins.plugins.mlops.build.EvaluatedBuilds;
import io.jenkins.plugins.mlops.build.GateReportAction;
import io.jenkins.plugins.mlops.build.ReportCheck;
import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.Value;
import io.jenkins.plugins.mlops.report.EvaluationHistory;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Has the agent decide, keeps the report with the build, and does to the build what the verdict says. */
final class QualityGateExecution extends RepeatableStepExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1L;
    private static final int NAMED = 20;

    /** What a code review calls the verdict; a rule that protects a branch goes by it, so it is no text of a page. */
    private static final String CHECK = "Model evaluation";

    private final String dir;
    private final String criteriaFile;
    private final TreeMap<String, Object> arguments;
    private final String title;
    private final String name;
    private final String onFailure;

    QualityGateExecution(
            StepContext context,
            String dir,
            String criteriaFile,
            TreeMap<String, Object> arguments,
            String title,
            String name,
            String onFailure) {
        super(context);
        this.dir = dir;
        this.criteriaFile = criteriaFile;
        this.arguments = arguments;
        this.title = title;
        this.name = name;
        this.onFailure = onFailure;
    }

    @Override
    protected Map<String, Object> run() throws IOException, InterruptedException {
        StepContext context = getContext();
        Run<?, ?> run = context.get(Run.class);
        TaskListener listener = context.get(TaskListener.class);
        GateRequest request = new GateRequest(
                dir, criteriaFile, arguments, title.isEmpty() ? run.getParent().getFullDisplayName() : title, name);
        OnFailure then;
        try {
            request.check();
            then = OnFailure.of(onFailure);
        } catch (IllegalArgumentException e) {
            throw new AbortException("qualityGate: " + e.getMessage());
        }
        FilePath workspace = workspace();
        EvaluatedBuilds builds = new EvaluatedBuilds(run, name);
        GateNeeds needs = workspace.act(new GateNeedsCallable(request));
        EvaluationHistory history = builds.history(needs);
        EnvVars variables = Optional.ofNullable(context.get(EnvVars.class)).orElseGet(EnvVars::new);
        GateOutcome outcome =
                workspace.act(new GateCallable(request, builds.known(needs, history), variables, listener));
        EvaluationReport report =
                GateReportAction.add(run, context.get(FlowNode.class).getId(), outcome, history);
        listener.getLogger().println(report.headline());
        ReportCheck.publish(run, listener, report, name.isEmpty() ? CHECK : CHECK + ": " + name);
        act(report, then, run, context.get(FlowNode.class));
        return result(report);
    }

    private static void act(EvaluationReport report, OnFailure then, Run<?, ?> run, FlowNode node)
            throws AbortException {
        Verdict verdict = report.verdict();
        if (verdict.passed() && verdict.status() != Verdict.Status.WARNING || then == OnFailure.REPORT) {
            return;
        }
        if (verdict.status() == Verdict.Status.FAILED && then == OnFailure.FAIL) {
            throw new AbortException(Messages.QualityGateStep_failed(failures(verdict)));
        }
        node.addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(report.headline()));
        run.setResult(Result.UNSTABLE);
    }

    private static String failures(Verdict verdict) {
        List<String> failed = verdict.checks().stream()
                .filter(Check::failed)
                .filter(check -> check.severity() == io.jenkins.plugins.mlops.gate.Severity.FAIL)
                .map(check -> check.subject() + " (" + check.rule() + "): " + check.message())
                .toList();
        String more = failed.size() > NAMED ? "\n  and " + (failed.size() - NAMED) + " more" : "";
        return failed.stream().limit(NAMED).collect(Collectors.joining("\n  ", "\n  ", more));
    }

    private static Map<String, Object> result(EvaluationReport report) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("passed", report.verdict().passed());
        result.put("status", lower(report.verdict().status()));
        result.put("headline", report.headline());
        List<Object> checks = new ArrayList<>();
        report.verdict().checks().forEach(check -> checks.add(map(check)));
        result.put("checks", checks);
        return result;
    }

    private static Map<String, Object> map(Check check) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("subject", check.subject());
        map.put("rule", check.rule());
        map.put("source", check.source());
        map.put("outcome", lower(check.outcome()));
        map.put("severity", lower(check.severity()));
        map.put("observed", check.observed().map(QualityGateExecution::plain).orElse(null));
        map.put("baseline", check.baseline().map(QualityGateExecution::plain).orElse(null));
        map.put("limit", check.limit().orElse(null));
        map.put("message", check.message());
        return map;
    }

    private static Object plain(Value value) {
        if (value instanceof Value.Numeric number) {
            return number.value();
        }
        return value instanceof Value.Flag flag ? (Object) flag.value() : value.display();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

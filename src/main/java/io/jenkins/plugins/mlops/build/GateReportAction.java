package io.jenkins.plugins.mlops.build;

import hudson.model.Item;
import hudson.model.Run;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.StaplerProxy;

/** The evaluation report of a build: a file in the build's folder, which {@code build.xml} does not have and is not read before somebody looks. */
public final class GateReportAction implements RunAction2, StaplerProxy {

    private static final int WORST = 3;

    private transient Run<?, ?> run;

    private GateReportAction(Run<?, ?> run) {
        this.run = run;
    }

    /** Each gate of a build is a section of its report. */
    public static void add(Run<?, ?> run, EvaluationReport report) throws IOException {
        synchronized (run) {
            GateReportAction action = run.getAction(GateReportAction.class);
            EvaluationReport whole = report;
            if (action == null) {
                action = new GateReportAction(run);
            } else {
                EvaluationReport before = action.getReport();
                List<io.jenkins.plugins.mlops.report.Section> sections = new ArrayList<>(before.sections());
                sections.addAll(report.sections());
                whole = new EvaluationReport(before.title(), before.created(), before.build(), sections);
            }
            action.write(whole.toJson());
            run.addOrReplaceAction(action);
        }
    }

    private void write(String json) throws IOException {
        Files.createDirectories(file().resolveSibling(""));
        try (AtomicFileWriter writer = new AtomicFileWriter(file(), StandardCharsets.UTF_8)) {
            writer.write(json);
            writer.commit();
        }
    }

    private Path file() {
        return run.getRootDir().toPath().resolve("mlops").resolve("report.json");
    }

    public EvaluationReport getReport() throws IOException {
        return EvaluationReport.read(Files.readString(file()), "report.json of " + run);
    }

    /** For the page: one sentence, and no failure where the file is gone. */
    public String getHeadline() {
        try {
            return getReport().headline();
        } catch (IOException e) {
            return Messages.GateReportAction_unreadable();
        }
    }

    /** All checks; failures first, then warnings. */
    public List<Check> getChecks() {
        try {
            return getReport().verdict().checks().stream()
                    .sorted(Comparator.comparingInt(GateReportAction::rank))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    public List<Check> getWorst() {
        return getChecks().stream().filter(Check::failed).limit(WORST).toList();
    }

    /** In words: colour is never the only sign. */
    public String outcome(Check check) {
        return switch (check.outcome()) {
            case PASSED -> Messages.GateReportAction_passed();
            case SKIPPED -> Messages.GateReportAction_skipped();
            case FAILED ->
                check.severity() == Severity.FAIL
                        ? Messages.GateReportAction_failed()
                        : Messages.GateReportAction_warning();
        };
    }

    private static int rank(Check check) {
        if (!check.failed()) {
            return 2;
        }
        return check.severity() == Severity.FAIL ? 0 : 1;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    @Override
    public Object getTarget() {
        run.getParent().checkPermission(Item.READ);
        return this;
    }

    @Override
    public void onAttached(Run<?, ?> attached) {
        run = attached;
    }

    @Override
    public void onLoad(Run<?, ?> loaded) {
        run = loaded;
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

package io.jenkins.plugins.mlops.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.mlops.evaluation.Baselines;
import io.jenkins.plugins.mlops.evaluation.Evaluation;
import io.jenkins.plugins.mlops.evaluation.KnownBaseline;
import io.jenkins.plugins.mlops.evaluation.Project;
import io.jenkins.plugins.mlops.gate.GateFile;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jenkins.MasterToSlaveFileCallable;

/** Decides on the model of a workspace. */
public final class GateCallable extends MasterToSlaveFileCallable<GateOutcome> {
    private static final long serialVersionUID = 1L;

    private final GateRequest request;
    private final EarlierEvaluations earlier;
    private final TreeMap<String, String> variables;
    private final TaskListener listener;

    public GateCallable(
            GateRequest request, EarlierEvaluations earlier, Map<String, String> variables, TaskListener listener) {
        this.request = request;
        this.earlier = earlier;
        this.variables = new TreeMap<>(variables);
        this.listener = listener;
    }

    /** @throws AbortException with the engine's message, which a person can act on without a stack trace */
    @Override
    public GateOutcome invoke(File workspace, VirtualChannel channel) throws IOException {
        try {
            return decide(workspace.toPath().toAbsolutePath().normalize());
        } catch (IOException | IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        } finally {
            // Lines of an agent are held back for a while; they belong before the end of the step.
            listener.getLogger().flush();
        }
    }

    private GateOutcome decide(Path workspace) throws IOException {
        Project project = WorkspaceProject.open(workspace, request.dir(), variables);
        GateFile file = request.gate(WorkspaceFolder.resolve(workspace, request.dir()));
        Evaluation evaluation = Evaluation.of(project, file);
        evaluation.candidate().warnings().forEach(warning -> listener.getLogger()
                .println("WARNING: " + warning));
        Optional<KnownBaseline> known =
                new Baselines(project, file.metrics(), choice -> earlier.baseline()).find(file.baseline());
        Instant now = Instant.now();
        Verdict verdict = evaluation.against(known, earlier.history(), now);
        EvaluationReport report = EvaluationReport.of(
                request.title(),
                now,
                evaluation.section(request.name(), known, verdict).build());
        return new GateOutcome(
                report.toJson(), evaluation.kept(request.name(), now).toJson());
    }
}

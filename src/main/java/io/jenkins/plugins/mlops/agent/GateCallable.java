package io.jenkins.plugins.mlops.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.mlops.dvc.CachedManifests;
import io.jenkins.plugins.mlops.gate.Gate;
import io.jenkins.plugins.mlops.gate.GateFile;
import io.jenkins.plugins.mlops.gate.GateInput;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.report.EvaluatedState;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import io.jenkins.plugins.mlops.report.Section;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jenkins.MasterToSlaveFileCallable;

/** Decides on the model of a workspace; returns the report as JSON, which the controller reads as it would any other text. */
public final class GateCallable extends MasterToSlaveFileCallable<String> {
    private static final long serialVersionUID = 1L;

    private final GateRequest request;
    private final TreeMap<String, String> variables;
    private final TaskListener listener;

    public GateCallable(GateRequest request, Map<String, String> variables, TaskListener listener) {
        this.request = request;
        this.variables = new TreeMap<>(variables);
        this.listener = listener;
    }

    /** @throws AbortException with the engine's message, which a person can act on without a stack trace */
    @Override
    public String invoke(File workspace, VirtualChannel channel) throws IOException {
        try {
            return report(workspace.toPath().toAbsolutePath().normalize()).toJson();
        } catch (IOException | IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        } finally {
            // Lines of an agent are held back for a while; they belong before the end of the step.
            listener.getLogger().flush();
        }
    }

    private EvaluationReport report(Path workspace) throws IOException {
        Repository project = Repository.open(workspace, request.dir(), variables);
        GateFile file = request.gate(WorkspaceFolder.resolve(workspace, request.dir()));
        Path cache = project.config().cache().dir();
        EvaluatedState candidate = EvaluatedState.read("workspace", project.repository(), file.metrics(), cache);
        candidate.warnings().forEach(warning -> listener.getLogger().println("WARNING: " + warning));
        Optional<KnownBaseline> known =
                new Baselines(project, file.metrics(), project.environment()).find(file.baseline());
        Verdict verdict = new Gate(file.policy())
                .evaluate(GateInput.of(candidate.metrics(), known.map(KnownBaseline::baseline), Instant.now())
                        .withEvaluationData(Baselines.hashes(candidate))
                        .withEvidence(file.evidence(project.root())));
        Section section = candidate
                .comparedWith(
                        known.map(KnownBaseline::state), "", file.policy().directions(), new CachedManifests(cache))
                .verdict(verdict)
                .build();
        return EvaluationReport.of(request.title(), Instant.now(), section);
    }
}

package io.jenkins.plugins.mlops.evaluation;

import io.jenkins.plugins.mlops.dvc.CachedManifests;
import io.jenkins.plugins.mlops.gate.Gate;
import io.jenkins.plugins.mlops.gate.GateFile;
import io.jenkins.plugins.mlops.gate.GateInput;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.git.GitRepository;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.report.EvaluatedState;
import io.jenkins.plugins.mlops.report.KeptEvaluation;
import io.jenkins.plugins.mlops.report.Section;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The model of a workspace before a gate. */
public final class Evaluation {

    /** What the candidate is called in reports. */
    public static final String WORKSPACE = "workspace";

    private final Project project;
    private final Gate gate;
    private final GateFile file;
    private final EvaluatedState candidate;

    private Evaluation(Project project, Gate gate, GateFile file, EvaluatedState candidate) {
        this.project = project;
        this.gate = gate;
        this.file = file;
        this.candidate = candidate;
    }

    /**
     * Reads what the workspace measured.
     *
     * @throws IllegalArgumentException for a gate that cannot decide, with what to write instead
     */
    public static Evaluation of(Project project, GateFile file) throws IOException {
        Gate gate = new Gate(file.policy());
        return new Evaluation(
                project,
                gate,
                file,
                EvaluatedState.read(WORKSPACE, project.repository(), file.metrics(), project.cache()));
    }

    public EvaluatedState candidate() {
        return candidate;
    }

    /**
     * @param history metrics of earlier evaluations, oldest first
     * @param now for the age of the baseline
     */
    public Verdict against(Optional<KnownBaseline> known, List<Snapshot> history, Instant now) throws IOException {
        return gate.evaluate(GateInput.of(candidate.metrics(), known.map(KnownBaseline::baseline), now)
                .withHistory(history)
                .withEvaluationData(KnownBaseline.evaluationData(candidate))
                .withEvidence(file.evidence(project.root())));
    }

    /** @param at when it was evaluated */
    public KeptEvaluation kept(String name, Instant at) throws IOException {
        return new KeptEvaluation(name, GitRepository.commitAround(project.root()), at, candidate);
    }

    /** Starts the section of the report; lineage, models and history are the caller's to add. */
    public Section.Builder section(String name, Optional<KnownBaseline> known, Verdict verdict) throws IOException {
        return candidate
                .comparedWith(
                        known.map(KnownBaseline::state),
                        name,
                        file.policy().directions(),
                        new CachedManifests(project.cache()))
                .verdict(verdict);
    }
}

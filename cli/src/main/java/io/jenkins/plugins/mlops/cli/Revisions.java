package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.dvc.DvcRepository;
import io.jenkins.plugins.mlops.evaluation.Project;
import io.jenkins.plugins.mlops.git.GitRepository;
import io.jenkins.plugins.mlops.git.UnknownRevisionException;
import io.jenkins.plugins.mlops.report.EvaluatedState;
import java.io.IOException;
import java.util.List;

/** The states that a person can name: revisions of Git, and the workspace. */
final class Revisions {

    static final String WORKSPACE = "workspace";

    private final Project project;

    Revisions(Project project) {
        this.project = project;
    }

    DvcRepository repository(String revision) throws IOException, WrongUseException {
        try (GitRepository git = GitRepository.open(project.root())) {
            return repository(git, revision);
        }
    }

    private DvcRepository repository(GitRepository git, String revision) throws IOException, WrongUseException {
        try {
            return DvcRepository.open(git.tree(revision, git.prefixOf(project.root())), "");
        } catch (UnknownRevisionException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }

    /** @param revision {@link #WORKSPACE}, or anything that Git resolves */
    EvaluatedState state(String revision, List<String> metricsFiles) throws IOException, WrongUseException {
        if (revision.equals(WORKSPACE)) {
            return EvaluatedState.read(WORKSPACE, project.repository(), metricsFiles, project.cache());
        }
        try (GitRepository git = GitRepository.open(project.root())) {
            String commit = git.resolve(revision);
            String name = commit.startsWith(revision) ? commit.substring(0, 12) : revision;
            return EvaluatedState.read(name, repository(git, revision), metricsFiles, project.cache());
        } catch (UnknownRevisionException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }
}

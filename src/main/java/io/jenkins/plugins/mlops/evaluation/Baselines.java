package io.jenkins.plugins.mlops.evaluation;

import io.jenkins.plugins.mlops.dvc.DeclaredPlot;
import io.jenkins.plugins.mlops.dvc.DvcRepository;
import io.jenkins.plugins.mlops.dvc.Output;
import io.jenkins.plugins.mlops.gate.BaselineChoice;
import io.jenkins.plugins.mlops.gate.BaselineSource;
import io.jenkins.plugins.mlops.gate.FileBaseline;
import io.jenkins.plugins.mlops.gate.MlflowBaseline;
import io.jenkins.plugins.mlops.gate.MlflowClient;
import io.jenkins.plugins.mlops.git.BaselineCommit;
import io.jenkins.plugins.mlops.git.GitRepository;
import io.jenkins.plugins.mlops.git.Revision;
import io.jenkins.plugins.mlops.git.UnknownRevisionException;
import io.jenkins.plugins.mlops.report.EvaluatedState;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what a model is compared with: in Git, in a file, in MLflow or at a build server. */
public final class Baselines {

    private final Project project;
    private final List<String> metricsFiles;
    private final BuildBaselines builds;

    /** @param metricsFiles empty for those that DVC's files declare */
    public Baselines(Project project, List<String> metricsFiles, BuildBaselines builds) {
        this.project = project;
        this.metricsFiles = List.copyOf(metricsFiles);
        this.builds = builds;
    }

    /**
     * @return empty on a first run: nothing was chosen, or what was chosen has no metrics yet
     * @throws BaselineException where another choice is needed
     */
    public Optional<KnownBaseline> find(Optional<BaselineChoice> choice) throws IOException {
        if (choice.isEmpty()) {
            return Optional.empty();
        }
        String value = choice.get().value();
        return switch (choice.get().kind()) {
            case BRANCH -> revision(Revision.branch(value));
            case TAG -> revision(Revision.tag(value));
            case COMMIT -> revision(Revision.commit(value));
            case FILE -> new FileBaseline(project.root(), value).find().map(KnownBaseline::metricsOnly);
            case MLFLOW -> mlflow(value).find().map(KnownBaseline::metricsOnly);
            case BUILD -> builds.find(choice.get());
        };
    }

    private BaselineSource mlflow(String uri) throws BaselineException {
        String server = project.environment().getOrDefault("MLFLOW_TRACKING_URI", "");
        if (server.isBlank()) {
            throw new BaselineException("The baseline " + uri
                    + " needs MLFLOW_TRACKING_URI in the environment, the address of the server.");
        }
        try {
            Optional<String> token = Optional.ofNullable(project.environment().get("MLFLOW_TRACKING_TOKEN"));
            return new MlflowBaseline(new MlflowClient(URI.create(server), token), uri);
        } catch (IllegalArgumentException e) {
            // The address may have a password in it, and so may the message of URI.create.
            throw new BaselineException(
                    String.valueOf(e.getMessage()).startsWith("'" + uri)
                            ? e.getMessage()
                            : "MLFLOW_TRACKING_URI is no http or https address of a server.",
                    e);
        }
    }

    private Optional<KnownBaseline> revision(Revision revision) throws IOException {
        try (GitRepository git = GitRepository.open(project.root())) {
            String prefix = git.prefixOf(project.root());
            Set<String> measured = new HashSet<>(metricsFiles);
            measured.addAll(project.repository().metrics());
            for (DeclaredPlot plot : project.repository().plots()) {
                measured.addAll(plot.paths());
            }
            List<Output> outputs = project.repository().outputs();
            Optional<BaselineCommit> chosen =
                    BaselineCommit.choose(git, revision, path -> isMade(path, prefix, measured, outputs));
            if (chosen.isEmpty()) {
                return Optional.empty();
            }
            String commit = chosen.get().commit();
            EvaluatedState state = EvaluatedState.read(
                    chosen.get().description(),
                    DvcRepository.open(git.tree(commit, prefix), ""),
                    metricsFiles,
                    project.cache());
            return state.metrics().isEmpty()
                    ? Optional.empty()
                    : Optional.of(KnownBaseline.of(state, Optional.of(commit), git.committed(commit)));
        } catch (UnknownRevisionException e) {
            throw new BaselineException(e.getMessage(), e);
        }
    }

    /** @param path from the root of the Git work tree, as {@code prefix} is */
    private static boolean isMade(String path, String prefix, Set<String> measured, List<Output> outputs) {
        if (!prefix.isEmpty() && !path.startsWith(prefix + "/")) {
            return false;
        }
        String inside = prefix.isEmpty() ? path : path.substring(prefix.length() + 1);
        return measured.contains(inside)
                || outputs.stream()
                        .map(Output::path)
                        .anyMatch(output -> inside.equals(output) || inside.startsWith(output + "/"));
    }
}

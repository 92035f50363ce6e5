package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.dvc.DeclaredPlot;
import io.jenkins.plugins.mlops.dvc.DvcRepository;
import io.jenkins.plugins.mlops.dvc.Output;
import io.jenkins.plugins.mlops.gate.Baseline;
import io.jenkins.plugins.mlops.gate.BaselineChoice;
import io.jenkins.plugins.mlops.gate.BaselineSource;
import io.jenkins.plugins.mlops.gate.FileBaseline;
import io.jenkins.plugins.mlops.gate.MlflowBaseline;
import io.jenkins.plugins.mlops.gate.MlflowClient;
import io.jenkins.plugins.mlops.git.BaselineCommit;
import io.jenkins.plugins.mlops.git.GitRepository;
import io.jenkins.plugins.mlops.git.Revision;
import io.jenkins.plugins.mlops.git.UnknownRevisionException;
import io.jenkins.plugins.mlops.lineage.DataInput;
import io.jenkins.plugins.mlops.lineage.LineageCollector;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.report.EvaluatedState;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The baselines that the agent reaches: those of Git, of files and of MLflow. */
final class Baselines {

    private final Repository project;
    private final List<String> metricsFiles;

    private final Map<String, String> environment;

    /** @param metricsFiles empty for those that DVC's files declare */
    Baselines(Repository project, List<String> metricsFiles, Map<String, String> environment) {
        this.project = project;
        this.environment = environment;
        this.metricsFiles = metricsFiles;
    }

    /** @return empty on a first run: nothing was chosen, or what was chosen has no metrics yet */
    Optional<KnownBaseline> find(Optional<BaselineChoice> choice) throws IOException {
        if (choice.isEmpty()) {
            return Optional.empty();
        }
        String value = choice.get().value();
        return switch (choice.get().kind()) {
            case BRANCH -> revision(Revision.branch(value));
            case TAG -> revision(Revision.tag(value));
            case COMMIT -> revision(Revision.commit(value));
            case FILE -> metricsOnly(new FileBaseline(project.root(), value));
            case MLFLOW -> metricsOnly(mlflow(value));
            case BUILD ->
                throw new IOException("A baseline of the kind '"
                        + choice.get().kind().key()
                        + "' is not served yet; choose another, as in baseline: [branch: 'main']");
        };
    }

    private static Optional<KnownBaseline> metricsOnly(BaselineSource source) throws IOException {
        return source.find().map(baseline -> {
            EvaluatedState nothing = EvaluatedState.nothing(baseline.description());
            return new KnownBaseline(
                    baseline,
                    new EvaluatedState(
                            baseline.description(),
                            baseline.snapshot(),
                            Snapshot.EMPTY,
                            nothing.data(),
                            nothing.plots(),
                            List.of()));
        });
    }

    private BaselineSource mlflow(String uri) throws IOException {
        String server = environment.getOrDefault("MLFLOW_TRACKING_URI", "");
        if (server.isBlank()) {
            throw new IOException("The baseline " + uri
                    + " needs MLFLOW_TRACKING_URI in the environment, the address of the server.");
        }
        try {
            Optional<String> token = Optional.ofNullable(environment.get("MLFLOW_TRACKING_TOKEN"));
            return new MlflowBaseline(new MlflowClient(URI.create(server), token), uri);
        } catch (IllegalArgumentException e) {
            // The address may have a password in it, and so may the message of URI.create.
            throw new IOException(
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
                    project.config().cache().dir());
            if (state.metrics().isEmpty()) {
                return Optional.empty();
            }
            Baseline baseline = new Baseline(
                    state.metrics(),
                    state.description(),
                    Optional.of(commit),
                    Optional.of(git.committed(commit)),
                    hashes(state));
            return Optional.of(new KnownBaseline(baseline, state));
        } catch (UnknownRevisionException e) {
            throw new IOException(e.getMessage(), e);
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

    /** Path to hash of the data that came from outside, for a gate that wants both evaluated on the same. */
    static Map<String, String> hashes(EvaluatedState state) {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (DataInput input :
                LineageCollector.dataInputs(LineageCollector.inputs(state.data().outputs(), path -> false))) {
            hashes.put(input.path(), input.hash());
        }
        return hashes;
    }
}

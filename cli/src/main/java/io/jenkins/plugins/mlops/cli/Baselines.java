package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.dvc.DvcRepository;
import io.jenkins.plugins.mlops.dvc.ObjectId;
import io.jenkins.plugins.mlops.dvc.Output;
import io.jenkins.plugins.mlops.gate.Baseline;
import io.jenkins.plugins.mlops.gate.BaselineChoice;
import io.jenkins.plugins.mlops.gate.FileBaseline;
import io.jenkins.plugins.mlops.git.GitRepository;
import io.jenkins.plugins.mlops.git.Revision;
import io.jenkins.plugins.mlops.git.UnknownRevisionException;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.report.EvaluatedState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The baselines that can be reached without Jenkins. */
final class Baselines {

    private final Project project;
    private final List<String> metricsFiles;

    /** @param metricsFiles empty for those that DVC's files declare */
    Baselines(Project project, List<String> metricsFiles) {
        this.project = project;
        this.metricsFiles = metricsFiles;
    }

    /** @return empty on a first run: nothing was chosen, or what was chosen has no metrics yet */
    Optional<KnownBaseline> find(Optional<BaselineChoice> choice) throws IOException, WrongUseException {
        if (choice.isEmpty()) {
            return Optional.empty();
        }
        String value = choice.get().value();
        return switch (choice.get().kind()) {
            case BRANCH -> revision(Revision.branch(value));
            case TAG -> revision(Revision.tag(value));
            case COMMIT -> revision(Revision.commit(value));
            case FILE -> file(value);
            case BUILD, MLFLOW ->
                throw new WrongUseException(
                        "A baseline of the kind '"
                                + choice.get().kind().key()
                                + "' cannot be reached from the command line; choose another with --baseline, as in --baseline branch=main.");
        };
    }

    private Optional<KnownBaseline> file(String path) throws IOException {
        return new FileBaseline(project.root(), path).find().map(baseline -> {
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

    private Optional<KnownBaseline> revision(Revision revision) throws IOException, WrongUseException {
        try (GitRepository git = GitRepository.open(project.root())) {
            String commit = git.resolve(revision);
            String description = revision + " at " + commit.substring(0, 7);
            DvcRepository repository = DvcRepository.open(git.tree(commit, git.prefixOf(project.root())), "");
            EvaluatedState state = EvaluatedState.read(
                    description,
                    repository,
                    metricsFiles,
                    project.config().cache().dir());
            if (state.metrics().isEmpty()) {
                return Optional.empty();
            }
            Baseline baseline = new Baseline(
                    state.metrics(),
                    description,
                    Optional.of(commit),
                    Optional.of(git.committed(commit)),
                    hashes(state));
            return Optional.of(new KnownBaseline(baseline, state));
        } catch (UnknownRevisionException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }

    /** Path to hash of all data, for a gate that wants both evaluated on the same. */
    static Map<String, String> hashes(EvaluatedState state) {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (Output output : state.data().outputs()) {
            hashes.put(output.path(), output.id().map(ObjectId::value).orElseThrow());
        }
        return hashes;
    }
}

package io.jenkins.plugins.mlops.training;

import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.lineage.Artifacts;
import io.jenkins.plugins.mlops.lineage.PathGlob;
import io.jenkins.plugins.mlops.metrics.MetricReader;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What lies in the workspace after a run.
 *
 * @param problem the first file that cannot be read; the others are there all the same
 */
record Outcome(Snapshot metrics, List<String> plots, List<Artifact> models, Optional<IOException> problem) {

    /** FAT keeps times by two seconds; the clocks of a shared file system differ as well. */
    private static final Duration COARSE = Duration.ofSeconds(2);

    Outcome {
        plots = List.copyOf(plots);
        models = List.copyOf(models);
    }

    /** All files count: a run such as {@code dvc repro} leaves alone what is already as it should be. */
    static Outcome ofSuccess(Path repository, RunFiles files) {
        return new Collector(repository, Optional.empty()).collect(files);
    }

    /**
     * Only what the run itself wrote: a run that failed early left the files of an earlier one where they were.
     *
     * @return without a problem, since a run that failed may have written half a file
     */
    static Outcome ofFailure(Path repository, RunFiles files, Instant started) {
        Outcome all = new Collector(repository, Optional.of(started.minus(COARSE))).collect(files);
        return new Outcome(all.metrics, all.plots, all.models, Optional.empty());
    }

    /** @throws IOException what a successful run should have written and did not */
    void require(Path repository, RunFiles files) throws IOException {
        if (problem.isPresent()) {
            throw problem.get();
        }
        requireAll(repository, "metrics", files.metrics());
        requireAll(repository, "model", files.models());
    }

    private static void requireAll(Path repository, String what, List<PathGlob> globs) throws IOException {
        for (PathGlob glob : globs) {
            if (RunFiles.find(repository, List.of(glob)).isEmpty()) {
                throw new IOException("The training ended with success but there is no " + what + " file " + glob
                        + " in " + repository + ". Write it in the training, or name the file that it writes");
            }
        }
    }

    private static final class Collector {

        private final Path repository;
        private final Optional<Instant> since;
        private IOException problem;

        Collector(Path repository, Optional<Instant> since) {
            this.repository = repository;
            this.since = since;
        }

        Outcome collect(RunFiles files) {
            Snapshot metrics = Snapshot.EMPTY;
            for (String file : find(files.metrics())) {
                try {
                    metrics = metrics.plus(MetricReader.read(repository, file));
                } catch (IOException e) {
                    failed(e);
                } catch (IllegalArgumentException e) {
                    failed(new IOException(
                            "Cannot take the metrics of " + file + " together with those before: " + e.getMessage()
                                    + ". Rename one",
                            e));
                }
            }
            List<Artifact> models = new ArrayList<>();
            for (String model : find(files.models())) {
                try {
                    models.add(Artifacts.of(repository, model));
                } catch (IOException e) {
                    failed(e);
                }
            }
            return new Outcome(metrics, find(files.plots()), models, Optional.ofNullable(problem));
        }

        private List<String> find(List<PathGlob> globs) {
            List<String> found = new ArrayList<>();
            try {
                for (String path : RunFiles.find(repository, globs)) {
                    if (since.isEmpty() || !modified(path).isBefore(since.get())) {
                        found.add(path);
                    }
                }
            } catch (IOException e) {
                failed(e);
            }
            return found;
        }

        private Instant modified(String path) throws IOException {
            return Files.getLastModifiedTime(repository.resolve(path)).toInstant();
        }

        private void failed(IOException e) {
            problem = problem == null ? e : problem;
        }
    }
}

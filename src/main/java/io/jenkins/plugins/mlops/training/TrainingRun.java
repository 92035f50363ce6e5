package io.jenkins.plugins.mlops.training;

import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.lineage.Lineage;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.time.Instant;
import java.util.List;

/**
 * The record of one training run, written also when the run failed.
 *
 * @param id unique, sortable by time of start
 * @param command the arguments of the process, or the name of the Pipeline step's body
 * @param exitCode 0 for success
 * @param plots paths of plot files, relative to the repository's root
 */
public record TrainingRun(
        String id,
        Lineage lineage,
        List<String> command,
        Instant started,
        Instant finished,
        int exitCode,
        Snapshot metrics,
        List<String> plots,
        List<Artifact> models) {

    /** The exit code of a run that did not end by itself. */
    public static final int NOT_ENDED = -1;

    public TrainingRun {
        command = List.copyOf(command);
        plots = List.copyOf(plots);
        models = List.copyOf(models);
    }

    public boolean succeeded() {
        return exitCode == 0;
    }
}

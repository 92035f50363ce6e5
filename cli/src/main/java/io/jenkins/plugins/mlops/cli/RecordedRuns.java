package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.training.RunStore;
import io.jenkins.plugins.mlops.training.StoredRun;
import io.jenkins.plugins.mlops.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What {@code mlops train} recorded in this workspace.
 *
 * @param candidate the newest run, where it measured exactly what the gate looks at; metrics that came from elsewhere have no known inputs
 * @param earlier metrics of the successful runs before that, newest last
 */
record RecordedRuns(Optional<TrainingRun> candidate, List<Snapshot> earlier) {

    static RecordedRuns of(Path root, Snapshot metrics) throws IOException {
        List<TrainingRun> succeeded = new ArrayList<>();
        for (StoredRun stored : new RunStore(root, TrainCommand.BUILDER).list()) {
            if (stored.run().succeeded()) {
                succeeded.add(stored.run());
            }
        }
        Optional<TrainingRun> newest =
                succeeded.stream().findFirst().filter(run -> run.metrics().equals(metrics));
        List<Snapshot> earlier = new ArrayList<>();
        succeeded.stream()
                .filter(run -> newest.isEmpty() || run != newest.get())
                .forEach(run -> earlier.add(run.metrics()));
        Collections.reverse(earlier);
        return new RecordedRuns(newest, List.copyOf(earlier));
    }
}

package io.jenkins.plugins.mlops.training;

import io.jenkins.plugins.mlops.lineage.DataInput;
import io.jenkins.plugins.mlops.lineage.Lineage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run that is about to start.
 *
 * @param plan with the files that the repository declares
 * @param inputs the lineage as hashes, for the decision whether it is up to date
 * @param environment variables that the command has to get: seeds and {@code MLOPS_RUN_ID}
 */
public record PreparedRun(
        String id,
        TrainingPlan plan,
        Lineage lineage,
        InputDigest inputs,
        Map<String, String> environment,
        Instant started) {
    public PreparedRun {
        environment = Map.copyOf(environment);
    }

    /** Tracked data of which the workspace has another content than what DVC recorded, so that nobody else can get it. */
    public List<String> modifiedData() {
        return lineage.data().stream()
                .map(DataInput::path)
                .filter(lineage.code().modified()::contains)
                .toList();
    }

    /** What a person should know before it starts, in one sentence. */
    public Optional<String> warning() {
        List<String> paths = modifiedData();
        return paths.isEmpty()
                ? Optional.empty()
                : Optional.of("This run cannot be reproduced, since the workspace has other data than DVC recorded for "
                        + String.join(", ", paths) + "; run 'dvc add' or 'dvc commit' to record it.");
    }
}

package io.jenkins.plugins.mlops.training;

import io.jenkins.plugins.mlops.lineage.Lineage;
import java.time.Instant;
import java.util.Map;

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
}

package io.jenkins.plugins.mlops.deploy;

import java.util.List;
import java.util.Map;

/**
 * A Deployment as it was seen.
 *
 * @param generation of its specification, and the newest that its controller has seen
 * @param desired, total, updated, ready, available replicas
 * @param podLabels of its pods
 * @param image of its first container
 */
public record DeploymentStatus(
        String name,
        long generation,
        long observedGeneration,
        int desired,
        int total,
        int updated,
        int ready,
        int available,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> podLabels,
        String image,
        List<Condition> conditions) {

    public record Condition(String type, boolean holds, String reason, String message) {}

    public DeploymentStatus {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        podLabels = Map.copyOf(podLabels);
        conditions = List.copyOf(conditions);
    }

    /** Every replica runs what the Deployment says now, and is ready. Old ones that are left would be selected as well. */
    public boolean isReady() {
        return desired > 0
                && observedGeneration >= generation
                && updated == desired
                && total == desired
                && ready == desired
                && available == desired;
    }
}

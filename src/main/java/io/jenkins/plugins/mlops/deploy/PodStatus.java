package io.jenkins.plugins.mlops.deploy;

import java.util.List;
import java.util.Map;

/**
 * A pod as it was seen.
 *
 * @param unschedulable what the scheduler says; empty where it has a node or was not tried yet
 */
public record PodStatus(
        String name, boolean ready, String unschedulable, Map<String, String> annotations, List<Container> containers) {

    /**
     * @param waiting the reason why it does not run, as {@code ImagePullBackOff}; empty where it does
     * @param message what the kubelet says about it
     * @param exitCode of its last life; -1 where it has none
     */
    public record Container(
            String name, String image, int restarts, String waiting, String message, int exitCode, String exitReason) {}

    public PodStatus {
        annotations = Map.copyOf(annotations);
        containers = List.copyOf(containers);
    }
}

package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the pods of a side are all ready, or why they never will be. */
sealed interface Readiness {

    record Ready() implements Readiness {}

    /** @param missing what it is that is not there yet */
    record Waiting(String missing) implements Readiness {}

    /** @param cause what a person has to mend */
    record Failed(String cause) implements Readiness {}

    /** Looks at pods. */
    final class Probe {

        private static final Set<String> NO_IMAGE =
                Set.of("ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError");
        private static final Set<String> NO_CONTAINER =
                Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

        private static final int LOG_LINES = 10;

        /** Long enough for a scheduler that makes room or a cluster that adds a node. */
        private final Duration schedulingPatience;

        private final Cluster cluster;

        Probe(Cluster cluster, Duration schedulingPatience) {
            this.cluster = cluster;
            this.schedulingPatience = schedulingPatience;
        }

        /** @param since when the wait began */
        Readiness of(Side side, String release, Instant since, Instant now) throws ClusterException {
            if (side.deployment().isEmpty()) {
                return adopted(side);
            }
            Optional<DeploymentStatus> found =
                    cluster.deployment(side.deployment().get());
            if (found.isEmpty()) {
                return new Failed("there is no Deployment " + side.deployment().get());
            }
            DeploymentStatus deployment = found.get();
            if (deployment.isReady()) {
                return alone(side, release);
            }
            Optional<String> cause = cause(deployment, side, release, since, now);
            if (cause.isPresent()) {
                return new Failed(cause.get());
            }
            return new Waiting(Math.min(deployment.ready(), deployment.updated()) + " of " + deployment.desired()
                    + " replicas of " + deployment.name() + " are ready");
        }

        /** Pods that a discarded release has left behind are selected as well while they end. */
        private Readiness alone(Side side, String release) throws ClusterException {
            long strangers = release.isEmpty()
                    ? 0
                    : cluster.pods(side.selector()).stream()
                            .filter(pod -> pod.ready()
                                    && !release.equals(pod.annotations().get(AppNames.RELEASE)))
                            .count();
            return strangers == 0
                    ? new Ready()
                    : new Waiting(strangers + " pods of an earlier release have not ended yet");
        }

        /** Nobody knows what makes the pods of an adopted Service; all that it selects are looked at. */
        private Readiness adopted(Side side) throws ClusterException {
            List<PodStatus> pods = side.isNone() ? List.of() : cluster.pods(side.selector());
            if (pods.isEmpty()) {
                return new Failed("no pod has the labels " + LiveApp.text(side.selector()));
            }
            long ready = pods.stream().filter(PodStatus::ready).count();
            return ready == pods.size() ? new Ready() : new Waiting(ready + " of " + pods.size() + " pods are ready");
        }

        private Optional<String> cause(
                DeploymentStatus deployment, Side side, String release, Instant since, Instant now)
                throws ClusterException {
            if (deployment.observedGeneration() < deployment.generation()) {
                // What it says is about its last specification.
                return Optional.empty();
            }
            for (DeploymentStatus.Condition condition : deployment.conditions()) {
                if (condition.type().equals("ReplicaFailure") && condition.holds()) {
                    return Optional.of("no pods can be made: " + condition.message());
                }
            }
            for (PodStatus pod : cluster.pods(side.selector())) {
                // Pods that an earlier release left are on their way out.
                if (release.isEmpty() || release.equals(pod.annotations().get(AppNames.RELEASE))) {
                    Optional<String> cause = cause(pod, since, now);
                    if (cause.isPresent()) {
                        return cause;
                    }
                }
            }
            return deployment.conditions().stream()
                    .filter(condition -> condition.type().equals("Progressing")
                            && !condition.holds()
                            && condition.reason().equals("ProgressDeadlineExceeded"))
                    .map(condition -> condition.message() + " (" + deployment.ready() + " of " + deployment.desired()
                            + " replicas were ready)")
                    .findFirst();
        }

        private Optional<String> cause(PodStatus pod, Instant since, Instant now) {
            if (!pod.unschedulable().isEmpty() && since.plus(schedulingPatience).isBefore(now)) {
                return Optional.of("pod " + pod.name() + " finds no node: " + pod.unschedulable());
            }
            for (PodStatus.Container container : pod.containers()) {
                String what = "container " + container.name() + " of pod " + pod.name();
                if (NO_IMAGE.contains(container.waiting())) {
                    return Optional.of("the image " + container.image() + " cannot be pulled (" + container.waiting()
                            + "): " + container.message());
                }
                if (NO_CONTAINER.contains(container.waiting())) {
                    return Optional.of(
                            what + " cannot be started (" + container.waiting() + "): " + container.message());
                }
                if (container.waiting().equals("CrashLoopBackOff")) {
                    return Optional.of(
                            what + " has ended " + (container.restarts() + 1) + " times, last with exit code "
                                    + container.exitCode() + " (" + container.exitReason() + ")" + log(pod, container));
                }
            }
            return Optional.empty();
        }

        private String log(PodStatus pod, PodStatus.Container container) {
            try {
                String log = cluster.log(pod.name(), container.name(), LOG_LINES);
                return log.isBlank() ? "" : "; its last lines:\n" + log.stripTrailing();
            } catch (ClusterException e) {
                return "; its log could not be read: " + e.getMessage();
            }
        }
    }
}

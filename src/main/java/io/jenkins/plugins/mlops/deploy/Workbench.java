package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What every phase of a release works with. */
record Workbench(
        Cluster cluster, AppNames names, Ledger ledger, Timing timing, Readiness.Probe probe, Reachable reachable) {

    static Workbench of(Cluster cluster, AppNames names, String by, Timing timing, ReleaseListener listener) {
        return new Workbench(
                cluster,
                names,
                new Ledger(cluster, names, by, listener),
                timing,
                new Readiness.Probe(cluster, timing.scheduling()),
                new Reachable());
    }

    /** Steps on at once. */
    Progress.Working goOn(LiveApp app) {
        ReleaseRecord release = app.release().orElseThrow();
        return new Progress.Working(release.state(), Ledger.message(release), Duration.ZERO);
    }

    Progress.Working wait(ReleaseRecord release, String message, Duration time) {
        return new Progress.Working(
                release.state(), message, time.compareTo(Timing.LONGEST_STEP) > 0 ? Timing.LONGEST_STEP : time);
    }

    /** @return when the pods that are no longer selected may go, which was to be at the end of the record's wait */
    Instant drained(ReleaseRecord release) {
        return reachable.drained(release.until().orElse(Instant.MIN), timing.drain());
    }

    /**
     * Whoever scales down pods that are still endpoints loses requests, however long ago the selector has changed: controllers that an API server has left alone take up to a minute to come
     * back to it.
     *
     * @return what is waited for; empty where no pod of the side is an endpoint of the live Service
     */
    Optional<String> reached(Side side) throws ClusterException {
        Set<String> endpoints = cluster.endpoints(names.live());
        long left = cluster.pods(side.selector()).stream()
                .filter(pod -> endpoints.contains(pod.name()))
                .count();
        return left == 0
                ? Optional.empty()
                : Optional.of(
                        left + " pods of " + side.name() + " are still among the endpoints of Service " + names.live());
    }

    boolean isOverdue(ReleaseRecord release, Instant now) {
        return release.since().plus(timing.ready()).isBefore(now);
    }
}

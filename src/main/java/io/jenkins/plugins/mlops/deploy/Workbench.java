package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;
import java.time.Instant;

/** What every phase of a release works with. */
record Workbench(Cluster cluster, AppNames names, Ledger ledger, Timing timing, Readiness.Probe probe) {

    static Workbench of(Cluster cluster, AppNames names, String by, Timing timing, ReleaseListener listener) {
        return new Workbench(
                cluster,
                names,
                new Ledger(cluster, names, by, listener),
                timing,
                new Readiness.Probe(cluster, timing.scheduling()));
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

    boolean isOverdue(ReleaseRecord release, Instant now) {
        return release.since().plus(timing.ready()).isBefore(now);
    }
}

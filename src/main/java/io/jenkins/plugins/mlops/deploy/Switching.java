package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;

/** Looks once more whether every replica is ready, and changes the selector of the live Service in one patch with the record. */
final class Switching implements Phase {

    private final Workbench bench;
    private final Observation observation;
    private final Discarding discarding;

    Switching(Workbench bench, Observation observation, Discarding discarding) {
        this.bench = bench;
        this.observation = observation;
        this.discarding = discarding;
    }

    @Override
    public Progress step(LiveApp app, ReleaseRecord release, Instant now) throws ClusterException, DeployException {
        Readiness readiness = bench.probe().of(release.to(), release.id(), release.since(), now);
        if (readiness instanceof Readiness.Ready) {
            ReleaseRecord switched = release.select(true);
            return bench.goOn(bench.ledger()
                    .write(
                            app,
                            observation.window().isZero()
                                    ? Retiring.enter(switched, bench.timing(), now)
                                    : switched.enter(State.OBSERVING, now).until(now.plus(observation.window()))));
        }
        if (readiness instanceof Readiness.Waiting waiting && !bench.isOverdue(release, now)) {
            return bench.wait(release, "before the switch: " + waiting.missing(), Timing.LOOK);
        }
        String cause = readiness instanceof Readiness.Failed failed
                ? failed.cause()
                : ((Readiness.Waiting) readiness).missing();
        return discarding.begin(app, release, "no longer ready when it was to be switched: " + cause, "", now);
    }
}

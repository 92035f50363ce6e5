package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Gives the live Service back to the old colour: in one patch while that one is kept, after scaling it up where it was retired. Then scales the new one to zero. */
final class RollingBack implements Phase {

    private final Workbench bench;

    RollingBack(Workbench bench) {
        this.bench = bench;
    }

    /** @param by who decided; empty where it was found */
    Progress begin(LiveApp app, ReleaseRecord release, String reason, String by, Instant now)
            throws ClusterException, DeployException {
        ReleaseRecord decided = release.because(reason).decidedBy(by);
        if (release.from().isNone()) {
            return bench.goOn(bench.ledger()
                    .finish(
                            app,
                            decided.because(reason + "; there is nothing to go back to, it was the first release"),
                            Outcome.STUCK,
                            now));
        }
        ReleaseRecord back = decided.enter(State.ROLLING_BACK, now);
        return bench.goOn(bench.ledger()
                .write(
                        app,
                        old(release, now) instanceof Readiness.Ready
                                ? back.select(false)
                                        .until(now.plus(bench.timing().drain()))
                                : back));
    }

    private Readiness old(ReleaseRecord release, Instant now) throws ClusterException {
        Side from = release.from();
        if (from.deployment().isPresent()) {
            Optional<DeploymentStatus> found =
                    bench.cluster().deployment(from.deployment().get());
            if (found.isPresent() && !found.get().image().equals(from.image())) {
                return new Readiness.Failed("Deployment " + found.get().name() + " has the image "
                        + found.get().image() + ", not " + from.image() + " as when it served");
            }
        }
        return bench.probe().of(from, "", release.since(), now);
    }

    @Override
    public Progress step(LiveApp app, ReleaseRecord release, Instant now) throws ClusterException, DeployException {
        return release.switched() ? bringBack(app, release, now) : cleanUp(app, release, now);
    }

    private Progress bringBack(LiveApp app, ReleaseRecord release, Instant now)
            throws ClusterException, DeployException {
        scaleUp(release.from());
        Readiness readiness = old(release, now);
        if (readiness instanceof Readiness.Ready) {
            return bench.goOn(bench.ledger()
                    .write(
                            app,
                            release.enter(State.ROLLING_BACK, now)
                                    .select(false)
                                    .until(now.plus(bench.timing().drain()))));
        }
        if (readiness instanceof Readiness.Waiting waiting && !bench.isOverdue(release, now)) {
            return bench.wait(release, waiting.missing(), Timing.LOOK);
        }
        String cause = readiness instanceof Readiness.Failed failed
                ? failed.cause()
                : ((Readiness.Waiting) readiness).missing();
        return bench.goOn(bench.ledger()
                .finish(
                        app,
                        release.because(release.reason() + "; " + release.from().name() + " cannot serve: " + cause),
                        Outcome.STUCK,
                        now));
    }

    /** An autoscaler has let it shrink while it did not serve. */
    private void scaleUp(Side side) throws ClusterException {
        if (side.deployment().isPresent()) {
            Optional<DeploymentStatus> found =
                    bench.cluster().deployment(side.deployment().get());
            if (found.isPresent() && found.get().desired() < side.replicas()) {
                bench.cluster().scale(found.get().name(), side.replicas());
            }
        }
    }

    private Progress cleanUp(LiveApp app, ReleaseRecord release, Instant now) throws ClusterException, DeployException {
        scaleUp(release.from());
        Instant drained = bench.drained(release);
        if (now.isBefore(drained)) {
            return bench.wait(
                    release,
                    release.from().name() + " serves again; requests that are on their way to "
                            + release.to().name() + " are let through",
                    Duration.between(now, drained));
        }
        String failed = release.to().deployment().orElseThrow();
        if (bench.cluster()
                .deployment(failed)
                .filter(found -> found.desired() > 0)
                .isPresent()) {
            Optional<String> reached = bench.reached(release.to());
            if (reached.isPresent()) {
                return bench.wait(release, reached.get(), Timing.LOOK);
            }
            bench.cluster().scale(failed, 0);
        }
        return bench.goOn(bench.ledger().finish(app, release, Outcome.ROLLED_BACK, now));
    }
}

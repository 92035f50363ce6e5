package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Goes back from the newest release to what served before it, from anywhere, without waiting for the build that made it. */
public final class Rollback implements Steps {

    private final RollbackRequest request;
    private final Workbench bench;
    private final Lock lock;
    private final Backoff backoff;
    private final RollingBack rollingBack;

    private boolean permitted;

    /** Whether it was this one that began to go back, or carried that on. */
    private boolean begun;

    public Rollback(Cluster cluster, RollbackRequest request, ReleaseListener listener) {
        this.request = request;
        AppNames names = new AppNames(request.app());
        this.bench = Workbench.of(cluster, names, request.author().name(), request.timing(), listener);
        this.lock = new Lock(
                cluster, names, request.author().holder(), request.timing().lease());
        this.backoff = new Backoff(request.timing().unreachable());
        this.rollingBack = new RollingBack(bench);
    }

    @Override
    public Progress step(Instant instant) throws DeployException {
        Instant now = instant.truncatedTo(ChronoUnit.MILLIS);
        try {
            Progress progress = advance(now);
            backoff.succeeded();
            return progress;
        } catch (ClusterException e) {
            if (!e.isTransient()) {
                throw new DeployException(e.getMessage(), e);
            }
            if (e.problem() != ClusterException.Problem.CONFLICT) {
                bench.reachable().failed();
            }
            Duration wait = backoff.failed(e, now);
            return new Progress.Working(
                    State.ROLLING_BACK, e.getMessage() + "; asking again in " + wait.toSeconds() + " s", wait);
        }
    }

    private Progress advance(Instant now) throws ClusterException, DeployException {
        Optional<LiveApp> app = bench.ledger().read();
        bench.reachable().answered(now);
        Optional<ReleaseRecord> newest = app.flatMap(LiveApp::release);
        if (newest.isEmpty()) {
            throw new DeployException(
                    app.isEmpty()
                            ? "There is no Service " + request.app() + " in namespace "
                                    + bench.cluster().namespace() + "; check the names of app and namespace."
                            : "Service " + request.app()
                                    + " knows of no release, so that there is nothing to go back from.");
        }
        ReleaseRecord release = newest.get();
        if (request.undone().filter(id -> !id.equals(release.id())).isPresent()) {
            return superseded(app.get(), release, request.undone().get(), now);
        }
        if (release.isFinished()
                && release.outcome().filter(Outcome.ROLLED_BACK::equals).isPresent()) {
            bench.ledger().announce(app.get(), release);
            lock.release(now);
            return new Progress.Finished(Outcome.ROLLED_BACK, release.from() + " serves again: " + release.reason());
        }
        if (begun && release.isFinished()) {
            bench.ledger().announce(app.get(), release);
            lock.release(now);
            return new Progress.Finished(
                    release.outcome().orElse(Outcome.STUCK), release.live() + " serves: " + release.reason());
        }
        requirePossible(release);
        app.get().requireAsRecorded();
        if (!permitted) {
            Permissions.toRollBack().check(bench.cluster());
            permitted = true;
        }
        lock.seize(now);
        if (release.state() == State.ROLLING_BACK) {
            begun = true;
            bench.ledger().announce(app.get(), release);
            return rollingBack.step(app.get(), release, now);
        }
        Progress progress = rollingBack.begin(
                app.get(), release, request.reason(), request.author().name(), now);
        // Not before it is written down: a release that has ended otherwise is not the end of this.
        begun = true;
        return progress;
    }

    /** It may have been undone before the next release began, and nobody was told. */
    private Progress superseded(LiveApp app, ReleaseRecord newest, String undone, Instant now)
            throws ClusterException, DeployException {
        for (HistoryEntry entry : app.history()) {
            if (entry.release().equals(undone) && entry.outcome() == Outcome.ROLLED_BACK) {
                lock.release(now);
                return new Progress.Finished(
                        Outcome.ROLLED_BACK,
                        "the release of " + entry.image() + " was rolled back at " + entry.at() + " by "
                                + entry.decidedBy() + ": " + entry.reason());
            }
        }
        throw new DeployException("Another release of " + request.app() + " has begun since: " + newest.by()
                + " released " + newest.to() + ", which is "
                + newest.outcome().map(Outcome::toString).orElse(newest.state().toString()) + " since "
                + newest.since()
                + ". Nothing was changed. Go back from that release, or release the image that is wanted.");
    }

    private void requirePossible(ReleaseRecord release) throws DeployException {
        if (release.state().isBeforeSwitch() || release.state() == State.DISCARDING) {
            throw new DeployException("The release " + release.id() + " by " + release.by() + " is "
                    + release.state() + " and has not switched: " + release.from()
                    + " serves. Abort that release in place of a rollback.");
        }
        if (release.outcome().filter(Outcome.DISCARDED::equals).isPresent()) {
            throw new DeployException("Nothing to go back to: " + release.from()
                    + " serves, and the place of what served before was given to the release " + release.id()
                    + ", which was discarded (" + release.reason() + "). Release the image that is wanted.");
        }
        if (release.from().isNone()) {
            throw new DeployException("Nothing to go back to: " + release.to()
                    + " is the first release. Release the image that is wanted.");
        }
    }
}

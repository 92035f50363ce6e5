package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Carries one release from state to state. It may be left at any moment, between any two requests; another one that is made of the same request, anywhere, carries on.
 *
 * <p>{@code DEPLOYING -> VERIFYING -> SWITCHING -> OBSERVING -> RETIRING -> IDLE}; from each of the first three {@code -> DISCARDING -> IDLE}, from {@code OBSERVING ->
 * ROLLING_BACK -> IDLE}.
 */
public final class Deployer implements Steps {

    private final ReleaseRequest request;
    private final Workbench bench;
    private final Lock lock;
    private final Backoff backoff;
    private final Colouring colouring;
    private final Starting starting;
    private final Discarding discarding;
    private final RollingBack rollingBack;
    private final Map<State, Phase> phases = new EnumMap<>(State.class);

    private Optional<Decision> decision = Optional.empty();
    private State last = State.IDLE;

    /** @throws IllegalArgumentException where the request cannot be carried out in any cluster */
    public Deployer(Cluster cluster, Prometheus prometheus, ReleaseRequest request, ReleaseListener listener) {
        this.request = request;
        AppNames names = new AppNames(request.app());
        Author author = request.author();
        this.bench = Workbench.of(cluster, names, author.name(), request.timing(), listener);
        this.lock = new Lock(cluster, names, author.holder(), request.timing().lease());
        this.backoff = new Backoff(request.timing().unreachable());
        this.colouring =
                new Colouring(names, cluster.namespace(), request.manifest(), author.id(), request.provenance());
        this.starting = new Starting(bench, colouring, request);
        this.discarding = new Discarding(bench);
        this.rollingBack = new RollingBack(bench);
        phases.put(State.DEPLOYING, new Deploying(bench, colouring, discarding));
        phases.put(
                State.VERIFYING,
                new Verifying(
                        bench,
                        request.smoke(),
                        colouring.port(),
                        request.watchPreview() ? Optional.of(watch(prometheus)) : Optional.empty(),
                        discarding,
                        () -> decision));
        phases.put(State.SWITCHING, new Switching(bench, request.observation(), discarding));
        phases.put(State.OBSERVING, new Observing(bench, watch(prometheus), rollingBack));
        phases.put(State.RETIRING, new Retiring(bench, listener));
        phases.put(State.DISCARDING, discarding);
        phases.put(State.ROLLING_BACK, rollingBack);
    }

    private Watch watch(Prometheus prometheus) {
        return new Watch(bench.probe(), request.observation(), prometheus);
    }

    /**
     * Lets the new colour pass, from the next step on; after a restart to be said once more unless it had switched.
     *
     * @param by who decided; empty where nobody was asked
     */
    public void promote(String by) {
        decision = Optional.of(new Decision(true, by, ""));
    }

    /** Takes the new colour away, or goes back to the old one where it serves already; too late once that one is trusted. */
    public void discard(String reason, String by) {
        decision = Optional.of(new Decision(false, by, reason));
    }

    @Override
    public Progress step(Instant instant) throws DeployException {
        Instant now = instant.truncatedTo(ChronoUnit.MILLIS);
        try {
            Progress progress = advance(now);
            backoff.succeeded();
            last = progress.state();
            return progress;
        } catch (ClusterException e) {
            if (!e.isTransient()) {
                throw new DeployException(e.getMessage(), e);
            }
            if (e.problem() != ClusterException.Problem.CONFLICT) {
                bench.reachable().failed();
            }
            Duration wait = backoff.failed(e, now);
            return new Progress.Working(last, e.getMessage() + "; asking again in " + wait.toSeconds() + " s", wait);
        }
    }

    private Progress advance(Instant now) throws ClusterException, DeployException {
        Optional<LiveApp> app = bench.ledger().read();
        bench.reachable().answered(now);
        Optional<ReleaseRecord> release = app.flatMap(LiveApp::release);
        if (release.isEmpty() || !release.get().id().equals(request.author().id())) {
            return withoutOurs(app, now);
        }
        if (release.get().isFinished()) {
            return finished(app.get(), release.get(), now);
        }
        if (!release.get().inputs().equals(colouring.inputs())) {
            throw new DeployException(
                    "The release " + request.author().id()
                            + " was begun with another manifest, image or provenance; carry it on with the same, or release under another id.");
        }
        app.get().requireAsRecorded();
        if (Retiring.isKept(release.get(), now)) {
            // The next release need not wait for that.
            lock.release(now);
        } else {
            Optional<String> holder = lock.hold(now);
            if (holder.isPresent()) {
                return bench.wait(release.get(), holder.get() + " holds the lock of " + request.app(), Timing.LOOK);
            }
        }
        return carryOn(app.get(), release.get(), now);
    }

    private Progress carryOn(LiveApp app, ReleaseRecord release, Instant now) throws ClusterException, DeployException {
        bench.ledger().announce(app, release);
        if (decision.filter(made -> !made.yes()).isPresent()) {
            Decision no = decision.get();
            if (release.state().isBeforeSwitch()) {
                return discarding.begin(app, release, no.reason(), no.by(), now);
            }
            if (release.state() == State.OBSERVING) {
                return rollingBack.begin(app, release, no.reason(), no.by(), now);
            }
        }
        try {
            return phases.get(release.state()).step(app, release, now);
        } catch (ClusterException e) {
            if (e.isTransient() || !release.state().isBeforeSwitch()) {
                throw e;
            }
            return discarding.begin(app, release, e.getMessage(), "", now);
        }
    }

    /** The record is of another release, or there is none. */
    private Progress withoutOurs(Optional<LiveApp> app, Instant now) throws ClusterException, DeployException {
        if (app.isPresent()) {
            for (HistoryEntry entry : app.get().history()) {
                if (entry.release().equals(request.author().id())) {
                    lock.release(now);
                    return new Progress.Finished(
                            entry.outcome(),
                            "the release of " + entry.image() + " is " + entry.outcome()
                                    + (entry.reason().isEmpty() ? "" : ": " + entry.reason()));
                }
            }
        }
        if (last != State.IDLE) {
            throw new DeployException(
                    "Service " + request.app() + " in namespace "
                            + bench.cluster().namespace() + " "
                            + (app.isEmpty() ? "is gone" : "has lost the record of this release")
                            + ": somebody has deleted it by hand. Both colours' Deployments are as they were; a new release makes the Service again.");
        }
        Optional<String> holder = lock.hold(now);
        if (holder.isPresent()) {
            return new Progress.Working(
                    State.IDLE,
                    "waiting for " + holder.get() + ", which holds the lock of " + request.app(),
                    Timing.LOOK);
        }
        // What was read before the lock was held may be old.
        return begin(bench.ledger().read(), now);
    }

    private Progress begin(Optional<LiveApp> app, Instant now) throws ClusterException, DeployException {
        Optional<ReleaseRecord> left = app.flatMap(LiveApp::release).filter(other -> !other.isFinished());
        if (left.isPresent()) {
            app.get().requireAsRecorded();
            Optional<Progress> settled = settle(app.get(), left.get(), now);
            if (settled.isPresent()) {
                // It is not this release that is in that state.
                return new Progress.Working(State.IDLE, settled.get().message(), again(settled.get()));
            }
        }
        if (left.isPresent()) {
            Optional<Progress> occupied = occupied(left.get(), now);
            if (occupied.isPresent()) {
                return occupied.get();
            }
        }
        LiveApp begun = starting.begin(app, left, now);
        return bench.goOn(begun);
    }

    /** The place for the new colour is that of pods which may still have requests. */
    private Optional<Progress> occupied(ReleaseRecord left, Instant now) throws ClusterException {
        Instant drained =
                left.switchedAt().map(at -> at.plus(request.timing().drain())).orElse(now);
        if (now.isBefore(drained)) {
            Duration rest = Duration.between(now, drained);
            return Optional.of(new Progress.Working(
                    State.IDLE,
                    "requests that are on their way to " + left.from().name() + " are let through",
                    rest.compareTo(Timing.LONGEST_STEP) > 0 ? Timing.LONGEST_STEP : rest));
        }
        return bench.reached(left.from()).map(message -> new Progress.Working(State.IDLE, message, Timing.LOOK));
    }

    private static Duration again(Progress progress) {
        return progress instanceof Progress.Working working ? working.again() : Duration.ZERO;
    }

    /** A release whose holder has gone: what had not served is taken away, what was being taken back is taken back. */
    private Optional<Progress> settle(LiveApp app, ReleaseRecord other, Instant now)
            throws ClusterException, DeployException {
        if (other.state().isBeforeSwitch()) {
            return Optional.of(discarding.begin(
                    app, other, "nobody carried it on; " + request.author().name() + " releases next", "", now));
        }
        if (other.state() == State.DISCARDING || other.state() == State.ROLLING_BACK) {
            return Optional.of(phases.get(other.state()).step(app, other, now));
        }
        return Optional.empty();
    }

    private Progress finished(LiveApp app, ReleaseRecord release, Instant now) throws ClusterException {
        bench.ledger().announce(app, release);
        lock.release(now);
        Outcome outcome = release.outcome().orElse(Outcome.PROMOTED);
        return new Progress.Finished(
                outcome,
                release.live() + " serves"
                        + (release.reason().isEmpty()
                                ? ""
                                : "; the release of " + release.to() + " is " + outcome + ": " + release.reason()));
    }
}

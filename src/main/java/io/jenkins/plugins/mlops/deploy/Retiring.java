package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Keeps the old colour until its time is over, and then scales it to zero. */
final class Retiring implements Phase {

    private final Workbench bench;
    private final ReleaseListener listener;

    Retiring(Workbench bench, ReleaseListener listener) {
        this.bench = bench;
        this.listener = listener;
    }

    static ReleaseRecord enter(ReleaseRecord release, Timing timing, Instant now) {
        return release.enter(State.RETIRING, now).until(release.from().isNone() ? now : now.plus(timing.kept()));
    }

    /** Whether nothing is to be done yet but wait, for which no lock is needed. */
    static boolean isKept(ReleaseRecord release, Instant now) {
        return release.state() == State.RETIRING
                && release.until().filter(now::isBefore).isPresent();
    }

    @Override
    public Progress step(LiveApp app, ReleaseRecord release, Instant now) throws ClusterException, DeployException {
        if (isKept(release, now)) {
            Instant until = release.until().orElseThrow();
            return bench.wait(
                    release,
                    release.to().name() + " serves; " + release.from().name() + " is kept until " + until,
                    Duration.between(now, until));
        }
        Instant drained = bench.drained(release);
        if (!release.from().isNone() && now.isBefore(drained)) {
            return bench.wait(
                    release,
                    release.to().name() + " serves; requests that are on their way to "
                            + release.from().name() + " are let through",
                    Duration.between(now, drained));
        }
        if (release.from().deployment().isPresent()) {
            String old = release.from().deployment().get();
            if (bench.cluster()
                    .deployment(old)
                    .filter(found -> found.desired() > 0)
                    .isPresent()) {
                Optional<String> reached = bench.reached(release.from());
                if (reached.isPresent()) {
                    return bench.wait(release, reached.get(), Timing.LOOK);
                }
                bench.cluster().scale(old, 0);
            }
        } else if (!release.from().isNone()) {
            listener.noticed("It is not known what makes the pods that Service "
                    + bench.names().live() + " selected before ("
                    + LiveApp.text(release.from().selector()) + "); they run on.");
        }
        return bench.goOn(bench.ledger().finish(app, release, Outcome.PROMOTED, now));
    }
}

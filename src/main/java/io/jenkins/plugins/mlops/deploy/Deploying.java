package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;
import java.util.Locale;

/** Applies the objects of the new colour and waits until all its replicas are ready, or until it is known that they will not be. */
final class Deploying implements Phase {

    private final Workbench bench;
    private final Colouring colouring;
    private final Discarding discarding;

    /** Whoever carries on applies once more, which changes nothing. */
    private boolean applied;

    Deploying(Workbench bench, Colouring colouring, Discarding discarding) {
        this.bench = bench;
        this.colouring = colouring;
        this.discarding = discarding;
    }

    @Override
    public Progress step(LiveApp app, ReleaseRecord release, Instant now) throws ClusterException, DeployException {
        if (!applied) {
            apply(release);
            applied = true;
        }
        Readiness readiness = bench.probe().of(release.to(), release.id(), release.since(), now);
        if (readiness instanceof Readiness.Failed failed) {
            return discarding.begin(app, release, failed.cause(), "", now);
        }
        if (readiness instanceof Readiness.Waiting waiting) {
            return bench.isOverdue(release, now)
                    ? discarding.begin(
                            app,
                            release,
                            "not ready within " + bench.timing().ready().toSeconds() + " s: " + waiting.missing(),
                            "",
                            now)
                    : bench.wait(release, waiting.missing(), Timing.LOOK);
        }
        return bench.goOn(bench.ledger().write(app, release.enter(State.VERIFYING, now)));
    }

    private void apply(ReleaseRecord release) throws ClusterException {
        Colour colour = Colour.valueOf(release.to().name().toUpperCase(Locale.ROOT));
        for (Resource resource : colouring.shared()) {
            bench.cluster().apply(resource);
        }
        bench.cluster()
                .apply(colouring.service(bench.names().preview(), bench.names().selector(colour)));
        for (Resource resource : colouring.coloured(colour, release.to().replicas())) {
            bench.cluster().apply(resource);
        }
    }
}

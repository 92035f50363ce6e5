package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;

/** Watches the new colour while it serves, and goes back where it fails or nobody can say how it does. */
final class Observing implements Phase {

    private final Workbench bench;
    private final Watch watch;
    private final RollingBack rollingBack;

    Observing(Workbench bench, Watch watch, RollingBack rollingBack) {
        this.bench = bench;
        this.watch = watch;
        this.rollingBack = rollingBack;
    }

    @Override
    public Progress step(LiveApp app, ReleaseRecord release, Instant now) throws ClusterException, DeployException {
        String message = release.to().name() + " serves and is watched until "
                + release.until().map(Instant::toString).orElse("the next look");
        if (!watch.isDue(now)) {
            return bench.wait(release, message, watch.again(now));
        }
        Watch.Finding finding = watch.look(release, now);
        if (finding instanceof Watch.Unfit unfit) {
            return rollingBack.begin(app, release, unfit.cause(), "", now);
        }
        if (finding instanceof Watch.Doubtful doubtful) {
            return bench.wait(release, doubtful.why() + "; looking again", watch.again(now));
        }
        if (release.until().filter(now::isBefore).isEmpty()) {
            return bench.goOn(bench.ledger().write(app, Retiring.enter(release, bench.timing(), now)));
        }
        return bench.wait(release, message, watch.again(now));
    }
}

package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;

/** Takes the objects of the new colour away, which has never served. */
final class Discarding implements Phase {

    private final Workbench bench;

    Discarding(Workbench bench) {
        this.bench = bench;
    }

    /** @param by who decided; empty where it was found */
    Progress begin(LiveApp app, ReleaseRecord release, String reason, String by, Instant now)
            throws ClusterException, DeployException {
        return bench.goOn(
                bench.ledger().write(app, release.because(reason).decidedBy(by).enter(State.DISCARDING, now)));
    }

    @Override
    public Progress step(LiveApp app, ReleaseRecord release, Instant now) throws ClusterException, DeployException {
        for (Cluster.Kind kind : Cluster.Kind.values()) {
            bench.cluster().delete(kind, release.to().selector());
        }
        return bench.goOn(bench.ledger().finish(app, release, Outcome.DISCARDED, now));
    }
}

package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;

/** What is done in one state. Doing it again does no harm: who carries on knows only what stands in the cluster. */
interface Phase {

    /** @param release the record of {@code app} */
    Progress step(LiveApp app, ReleaseRecord release, Instant now) throws ClusterException, DeployException;
}

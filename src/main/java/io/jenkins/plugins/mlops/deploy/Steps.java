package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;

/** Work in small steps, none of which waits. Not for several threads at once. */
public interface Steps {

    /**
     * Does the next piece of work: a few requests.
     *
     * @throws DeployException where it cannot go on
     */
    Progress step(Instant now) throws DeployException;
}

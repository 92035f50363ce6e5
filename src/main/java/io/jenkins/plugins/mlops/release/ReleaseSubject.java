package io.jenkins.plugins.mlops.release;

/**
 * What a step is about to do.
 *
 * @param image by its digest; empty for a rollback, which finds in the cluster what served before
 * @param release the id that the release or the rollback has in the cluster
 */
public record ReleaseSubject(String app, ClusterAddress cluster, String image, String release, Kind kind) {

    public enum Kind {
        DEPLOY,
        ROLLBACK
    }
}

package io.jenkins.plugins.mlops.release;

import io.jenkins.plugins.mlops.deploy.Cluster;

/** A namespace that is open for one release; the connections behind it may serve others as well. */
public final class OpenCluster implements AutoCloseable {

    private final Cluster cluster;
    private Runnable release;

    OpenCluster(Cluster cluster, Runnable release) {
        this.cluster = cluster;
        this.release = release;
    }

    public Cluster cluster() {
        return cluster;
    }

    @Override
    public synchronized void close() {
        Runnable once = release;
        release = () -> {};
        once.run();
    }
}

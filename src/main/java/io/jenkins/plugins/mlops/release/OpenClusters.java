package io.jenkins.plugins.mlops.release;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import io.jenkins.plugins.mlops.kubernetes.Access;
import io.jenkins.plugins.mlops.kubernetes.Connections;
import io.jenkins.plugins.mlops.kubernetes.KubernetesCluster;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A client has threads and connections of its own, so that all releases in one namespace with one login share one. */
@Extension
public final class OpenClusters {

    /** Has the secret in it: where a login is renewed, the next release has a client of its own. */
    private record Key(Access access, Optional<String> namespace) {}

    private static final class Shared {
        private final KubernetesCluster cluster;
        private int users;

        Shared(KubernetesCluster cluster) {
            this.cluster = cluster;
        }
    }

    private final Map<Key, Shared> open = new HashMap<>();

    static OpenClusters get() {
        return ExtensionList.lookupSingleton(OpenClusters.class);
    }

    synchronized OpenCluster open(Access access, Optional<String> namespace) throws IOException {
        Key key = new Key(access, namespace);
        Shared shared = open.get(key);
        if (shared == null) {
            shared = new Shared(Connections.open(access, namespace));
            open.put(key, shared);
        }
        shared.users++;
        return new OpenCluster(shared.cluster, () -> leave(key));
    }

    private synchronized void leave(Key key) {
        Shared shared = open.get(key);
        if (shared != null && --shared.users == 0) {
            open.remove(key);
            shared.cluster.close();
        }
    }

    synchronized int size() {
        return open.size();
    }

    /** A controller that goes down. */
    @Terminator
    public synchronized void closeAll() {
        open.values().forEach(shared -> shared.cluster.close());
        open.clear();
    }
}

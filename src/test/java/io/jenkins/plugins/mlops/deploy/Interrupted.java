package io.jenkins.plugins.mlops.deploy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A cluster whose calls something may happen to. */
final class Interrupted {

    /** May throw what the call is to fail with. */
    interface Hook {
        void happen(String call) throws ClusterException;
    }

    /** The process is gone: nothing may catch it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private Interrupted() {}

    static Cluster cluster(Cluster cluster, Hook before, Hook after) {
        return (Cluster) Proxy.newProxyInstance(
                Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("namespace")) {
                        return cluster.namespace();
                    }
                    before.happen(method.getName());
                    Object result;
                    try {
                        result = method.invoke(cluster, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    after.happen(method.getName());
                    return result;
                });
    }
}

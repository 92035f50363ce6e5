package io.jenkins.plugins.mlops.kubernetes;

import io.jenkins.plugins.mlops.deploy.Cluster;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** A cluster whose user dies after a request. */
final class Dying {

    /** The process is gone: nothing may catch it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private Dying() {}

    /** @param count of the calls of that name that are still made */
    static Cluster after(Cluster cluster, String call, int count) {
        AtomicInteger calls = new AtomicInteger();
        return (Cluster) Proxy.newProxyInstance(
                Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                    Object result;
                    try {
                        result = method.invoke(cluster, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (method.getName().equals(call) && calls.incrementAndGet() == count) {
                        throw new Killed();
                    }
                    return result;
                });
    }
}

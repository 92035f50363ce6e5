package io.jenkins.plugins.mlops.kubernetes;

import io.jenkins.plugins.mlops.deploy.Cluster;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills the API server around one call of a release, and starts it again beside that release. */
final class Outage {

    /** Whether the call is still made. */
    enum Moment {
        BEFORE,
        AFTER
    }

    private final ControlPlane control;
    private final Moment moment;
    private final String call;
    private final int count;
    private final AtomicInteger calls = new AtomicInteger();
    private CompletableFuture<Void> back = new CompletableFuture<>();

    /** @param count which call of that name */
    Outage(ControlPlane control, Moment moment, String call, int count) {
        this.control = control;
        this.moment = moment;
        this.call = call;
        this.count = count;
    }

    Cluster in(Cluster cluster) {
        return (Cluster) Proxy.newProxyInstance(
                Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                    boolean now = method.getName().equals(call) && calls.incrementAndGet() == count;
                    if (now && moment == Moment.BEFORE) {
                        happen();
                    }
                    try {
                        return method.invoke(cluster, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (now && moment == Moment.AFTER) {
                            happen();
                        }
                    }
                });
    }

    private void happen() throws IOException {
        control.killApiServer();
        back = CompletableFuture.runAsync(() -> {
            try {
                control.startAgain();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    /** Until the API server is there again. */
    void await() throws IOException {
        if (calls.get() < count) {
            throw new AssertionError("there was no " + count + "th " + call);
        }
        try {
            back.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public String toString() {
        return "killed " + moment + " " + call + " " + count;
    }
}

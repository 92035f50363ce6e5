package io.jenkins.plugins.mlops.steps;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.deploy.Cluster;
import io.jenkins.plugins.mlops.deploy.DeployException;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.ReleaseRecord;
import io.jenkins.plugins.mlops.deploy.State;
import io.jenkins.plugins.mlops.deploy.Steps;
import io.jenkins.plugins.mlops.deploy.Transition;
import io.jenkins.plugins.mlops.release.ClusterAddress;
import io.jenkins.plugins.mlops.release.ClusterLogin;
import io.jenkins.plugins.mlops.release.Drive;
import io.jenkins.plugins.mlops.release.OpenCluster;
import io.jenkins.plugins.mlops.release.Promotions;
import io.jenkins.plugins.mlops.release.ReleaseDriver;
import io.jenkins.plugins.mlops.release.ReleaseId;
import io.jenkins.plugins.mlops.release.ReleaseLog;
import io.jenkins.plugins.mlops.release.ReleaseSubject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Work on the releases of an app that {@link ReleaseDriver} does on the controller: without an executor, and without a thread while it waits.
 *
 * <p>The state is in the cluster. {@code program.dat} has the id under which it stands there and what the step was given, from which all else is made anew after a restart.
 */
abstract class ReleaseExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(ReleaseExecution.class.getName());

    private final ClusterAddress address;
    private final String app;

    /** Of the release in the cluster, and the holder of its lock; made once. */
    private volatile String id;

    /** Whether something may have been changed in the cluster. */
    private volatile boolean begun;

    private transient volatile Run<?, ?> run;
    private transient volatile ReleaseConsole console;
    private transient volatile ReleaseLog log;
    private transient volatile OpenCluster open;
    private transient volatile Steps steps;
    private transient volatile Drive drive;
    private transient volatile ReleaseRecord record;
    private transient volatile Progress last;

    ReleaseExecution(StepContext context, ClusterAddress address, String app) {
        super(context);
        this.address = address;
        this.app = app;
    }

    /** What is done before the cluster is opened, off the thread of the Pipeline; what it waits for, or empty. */
    Optional<Progress> prepare() throws IOException, InterruptedException {
        return Optional.empty();
    }

    /** @param author to release as */
    abstract Steps steps(Cluster cluster, Author author, ReleaseListener listener) throws IOException;

    abstract ReleaseSubject subject(ClusterAddress cluster, String id);

    /** What is to be told to the steps before the next one. */
    void decide() {}

    /** @return whether to step on */
    abstract boolean progressed(Progress progress) throws IOException, InterruptedException;

    abstract void failed(Throwable problem);

    @Override
    public boolean start() throws IOException, InterruptedException {
        id = ReleaseId.of(
                getContext().get(Run.class), getContext().get(FlowNode.class).getId());
        carryOn();
        return false;
    }

    @Override
    public void onResume() {
        try {
            carryOn();
        } catch (IOException | InterruptedException | RuntimeException e) {
            getContext().onFailure(e);
        }
    }

    private void carryOn() throws IOException, InterruptedException {
        run = getContext().get(Run.class);
        console = new ReleaseConsole(getContext().get(TaskListener.class).getLogger());
        log = ReleaseLog.of(run, getContext().get(FlowNode.class).getId());
        // Whoever wakes it has to see it.
        synchronized (this) {
            drive = ReleaseDriver.get().start(this::step, watcher());
        }
    }

    private ReleaseDriver.Watcher watcher() {
        return new ReleaseDriver.Watcher() {
            @Override
            public boolean progressed(Progress progress) {
                try {
                    return watched(progress);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    throw new UncheckedIOException(new InterruptedIOException(e.toString()));
                }
            }

            @Override
            public void failed(Throwable problem) {
                ended(problem);
            }
        };
    }

    private Progress step(Instant now) throws DeployException {
        if (!run.isBuilding()) {
            // It was killed, and waits for nothing any more.
            stopDriving();
            return new Progress.Finished(Outcome.STUCK, Messages.ReleaseExecution_left(id, app));
        }
        try {
            if (steps == null) {
                Optional<Progress> obstacle = prepare();
                if (obstacle.isPresent()) {
                    return obstacle.get();
                }
                open();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new InterruptedIOException(e.toString()));
        }
        decide();
        return steps.step(now);
    }

    private void open() throws IOException {
        open = ClusterLogin.open(address, run);
        log.begin(subject(address.in(namespace()), id));
        ReleaseListener kept = log.listener();
        List<ReleaseListener> listeners = List.of(console, kept, new Promotions());
        steps = steps(open.cluster(), new Author(id, run.getExternalizableId(), id), new ReleaseListener() {
            @Override
            public void entered(Transition transition) {
                record = transition.release();
                listeners.forEach(listener -> listener.entered(transition));
            }

            @Override
            public void noticed(String message) {
                listeners.forEach(listener -> listener.noticed(message));
            }
        });
    }

    private boolean watched(Progress progress) throws IOException, InterruptedException {
        last = progress;
        console.watch(progress);
        if (!begun && progress.state() != State.IDLE) {
            begun = true;
            getContext().saveState();
        }
        if (progress instanceof Progress.Finished finished) {
            if (log != null && steps != null) {
                log.finished(finished);
            }
            closeCluster();
        }
        return progressed(progress);
    }

    private void ended(Throwable problem) {
        Throwable cause = problem instanceof UncheckedIOException wrapped ? wrapped.getCause() : problem;
        if (!(cause instanceof IOException)) {
            LOGGER.log(Level.WARNING, cause, () -> "Release " + id + " cannot be carried on");
        }
        if (steps != null) {
            log.failed(String.valueOf(cause.getMessage()));
        }
        closeCluster();
        failed(cause instanceof DeployException ? new AbortException(cause.getMessage()) : cause);
    }

    /** As soon as there is news for {@link #decide}. */
    final void wake() {
        synchronized (this) {
            if (drive != null) {
                drive.wake();
            }
        }
    }

    /** Ends without waiting for anything. */
    final void abandon(Throwable cause) {
        stopDriving();
        if (begun) {
            String left = Messages.ReleaseExecution_left(id, app);
            console.noticed(left);
            log.failed(left);
        }
        getContext().onFailure(cause);
    }

    final void stopDriving() {
        synchronized (this) {
            if (drive != null) {
                drive.stop();
            }
        }
        closeCluster();
    }

    private void closeCluster() {
        OpenCluster opened = open;
        if (opened != null) {
            opened.close();
        }
    }

    final Map<String, Object> result(String image, Outcome outcome, String message) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("app", app);
        result.put("namespace", namespace());
        result.put("image", image);
        result.put("outcome", outcome.toString());
        result.put("colour", record == null ? "" : record.live().name());
        result.put("message", message);
        result.put("release", id);
        return result;
    }

    final String app() {
        return app;
    }

    final String namespace() {
        return open == null ? address.namespace() : open.cluster().namespace();
    }

    final Run<?, ?> run() {
        return run;
    }

    final boolean isBegun() {
        return begun;
    }

    final ReleaseConsole console() {
        return console;
    }

    /** What the cluster says of the release; empty before it was told. */
    final Optional<ReleaseRecord> record() {
        return Optional.ofNullable(record);
    }

    @Override
    public String getStatus() {
        Progress now = last;
        return now == null ? "about to ask the cluster" : now.message();
    }
}

package io.jenkins.plugins.mlops.release;

import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Steps;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A release that is being carried on. */
public final class Drive {

    private static final Logger LOGGER = Logger.getLogger(Drive.class.getName());

    /** The lock of an app is lost to who waits much longer. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private enum State {
        /** The timer has it, or nobody yet. */
        WAITING,
        /** The pool has it. */
        READY,
        STEPPING,
        /** Is to step once more when it has stepped. */
        STEPPING_AGAIN,
        OVER
    }

    private final Steps steps;
    private final ReleaseDriver.Watcher watcher;
    private final ExecutorService pool;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Consumer<Drive> ended;

    private State state = State.WAITING;
    private Future<?> scheduled;

    Drive(
            Steps steps,
            ReleaseDriver.Watcher watcher,
            ExecutorService pool,
            ScheduledExecutorService timer,
            Clock clock,
            Consumer<Drive> ended) {
        this.steps = steps;
        this.watcher = watcher;
        this.pool = pool;
        this.timer = timer;
        this.clock = clock;
        this.ended = ended;
    }

    /** Steps at once, in place of when it would; once more where a step is being done. */
    public synchronized void wake() {
        if (state == State.STEPPING) {
            state = State.STEPPING_AGAIN;
        } else if (state == State.WAITING) {
            if (scheduled != null) {
                scheduled.cancel(false);
            }
            submit();
        }
    }

    /** No more steps, and nobody is told of one that is being done. */
    public synchronized void stop() {
        state = State.OVER;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        ended.accept(this);
    }

    private void submit() {
        state = State.READY;
        try {
            pool.execute(this::step);
        } catch (RejectedExecutionException e) {
            // The controller goes down.
            stop();
        }
    }

    private void step() {
        synchronized (this) {
            if (state != State.READY) {
                return;
            }
            state = State.STEPPING;
        }
        Optional<Duration> next = Optional.empty();
        try {
            next = advance();
        } catch (Throwable e) {
            // Whatever it is, whoever waits for the release has to hear of it.
            fail(e);
        } finally {
            schedule(next);
        }
    }

    private Optional<Duration> advance() throws Exception {
        Progress progress = steps.step(clock.instant());
        return isOver() || !watcher.progressed(progress) ? Optional.empty() : wait(progress);
    }

    private void fail(Throwable problem) {
        if (isOver()) {
            return;
        }
        try {
            watcher.failed(problem);
        } catch (RuntimeException e) {
            e.addSuppressed(problem);
            LOGGER.log(Level.WARNING, "Nobody could be told that a release failed", e);
        }
    }

    private synchronized boolean isOver() {
        return state == State.OVER;
    }

    private static Optional<Duration> wait(Progress progress) {
        if (progress instanceof Progress.Working working) {
            return Optional.of(working.again());
        }
        return progress instanceof Progress.AwaitingApproval waiting ? Optional.of(waiting.again()) : Optional.empty();
    }

    private synchronized void schedule(Optional<Duration> next) {
        if (state == State.OVER) {
            return;
        }
        if (next.isEmpty()) {
            stop();
        } else if (state == State.STEPPING_AGAIN || next.get().isZero()) {
            submit();
        } else {
            state = State.WAITING;
            Duration wait = next.get().compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : next.get();
            try {
                scheduled = timer.schedule(this::wake, wait.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                stop();
            }
        }
    }
}

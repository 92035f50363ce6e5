package io.jenkins.plugins.mlops.deploy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Steps and waits in one thread, for programs that have nothing else to do. */
public final class Driver {

    /** Lets time pass. */
    public interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    /** What is done while the new colour waits for a decision. */
    public interface Body {

        /**
         * Promotes, discards, or does nothing for now; is called again until it has decided.
         *
         * @return whether it has decided
         */
        boolean decide() throws IOException, InterruptedException;
    }

    private static final Duration POLL = Duration.ofSeconds(1);

    private final Clock clock;
    private final Sleeper sleeper;
    private final Consumer<Progress> watcher;

    /** @param watcher is told what came of each step */
    public Driver(Clock clock, Sleeper sleeper, Consumer<Progress> watcher) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.watcher = watcher;
    }

    /** Steps on until nothing more is to be done. */
    public Progress.Finished run(Steps steps, Body body) throws IOException, InterruptedException {
        return (Progress.Finished) run(steps, body, progress -> false);
    }

    /** @return the end, or what was enough */
    public Progress run(Steps steps, Body body, Predicate<Progress> enough) throws IOException, InterruptedException {
        while (true) {
            Progress progress = steps.step(clock.instant());
            watcher.accept(progress);
            if (progress instanceof Progress.Finished || enough.test(progress)) {
                return progress;
            }
            if (progress instanceof Progress.AwaitingApproval) {
                if (!body.decide()) {
                    sleeper.sleep(POLL);
                }
            } else if (progress instanceof Progress.Working working
                    && !working.again().isZero()) {
                sleeper.sleep(working.again());
            }
        }
    }
}

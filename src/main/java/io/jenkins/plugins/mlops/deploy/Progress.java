package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;

/** What came of a step, and when the next one makes sense. */
public sealed interface Progress {

    State state();

    /** What is waited for, or what happened; for a person. */
    String message();

    /** @param again how long to wait before the next step; the lock is lost to who waits much longer */
    record Working(State state, String message, Duration again) implements Progress {}

    /** The new colour is ready and has answered: test it, ask people, then {@link Deployer#promote} or {@link Deployer#discard}; meanwhile step on, to keep the lock. */
    record AwaitingApproval(String message, Duration again) implements Progress {
        @Override
        public State state() {
            return State.VERIFYING;
        }
    }

    record Finished(Outcome outcome, String message) implements Progress {
        @Override
        public State state() {
            return State.IDLE;
        }
    }
}

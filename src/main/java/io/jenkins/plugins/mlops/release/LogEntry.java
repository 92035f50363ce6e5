package io.jenkins.plugins.mlops.release;

import io.jenkins.plugins.mlops.deploy.State;
import java.time.Instant;

/** One line of a timeline. */
sealed interface LogEntry {

    Instant at();

    String message();

    /**
     * The release came into a state. A state is entered once at a moment, so these two say whether it was told before.
     *
     * @param by who made it happen
     * @param message empty where the cluster's record has the state, but nobody here was told when it began
     */
    record Entered(Instant at, State state, String by, String message) implements LogEntry {
        boolean isSameAs(Entered other) {
            return state == other.state && at.equals(other.at);
        }
    }

    /** Something that stopped nothing, but that a person should know. */
    record Noticed(Instant at, String message) implements LogEntry {}
}

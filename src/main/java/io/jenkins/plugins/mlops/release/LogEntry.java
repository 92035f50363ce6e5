package io.jenkins.plugins.mlops.release;

import io.jenkins.plugins.mlops.deploy.State;
import java.time.Instant;
import java.util.List;

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
        private boolean isSameAs(Entered other) {
            return state == other.state && at.equals(other.at);
        }

        /** Adds it, unless the list has it already; one that says more takes its place there. */
        static void put(List<LogEntry> known, Entered entered) {
            for (int i = 0; i < known.size(); i++) {
                if (known.get(i) instanceof Entered before && before.isSameAs(entered)) {
                    if (before.message.isEmpty()) {
                        known.set(i, entered);
                    }
                    return;
                }
            }
            known.add(entered);
        }
    }

    /** Something that stopped nothing, but that a person should know. */
    record Noticed(Instant at, String message) implements LogEntry {}
}

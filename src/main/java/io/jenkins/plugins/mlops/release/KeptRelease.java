package io.jenkins.plugins.mlops.release;

import java.util.List;
import java.util.Optional;

/**
 * What a step of a build did, and the rollbacks of it that people have asked for on the page, the first one first.
 *
 * @param node number of the step's flow node
 */
record KeptRelease(int node, LoggedRelease step, List<LoggedRelease> rollbacks) {

    KeptRelease {
        rollbacks = List.copyOf(rollbacks);
    }

    /** What was told last. */
    LoggedRelease newest() {
        return rollbacks.isEmpty() ? step : rollbacks.get(rollbacks.size() - 1);
    }

    Optional<ReleaseStand> stand() {
        for (int i = rollbacks.size() - 1; i >= 0; i--) {
            if (rollbacks.get(i).stand().isPresent()) {
                return rollbacks.get(i).stand();
            }
        }
        return step.stand();
    }

    /** That nobody has heard the end of. */
    Optional<LoggedRelease> pendingRollback() {
        return Optional.of(newest())
                .filter(last -> last.asked().isPresent() && last.end().isEmpty());
    }
}

package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;
import java.time.Instant;

/** How long to leave an API server alone that has failed: twice as long each time, up to a bound. */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(1);

    private final Duration patience;
    private int failures;
    private Instant since = Instant.MIN;

    /** @param patience how long it may go on failing */
    Backoff(Duration patience) {
        this.patience = patience;
    }

    void succeeded() {
        failures = 0;
    }

    Duration failed(ClusterException problem, Instant now) throws DeployException {
        if (failures++ == 0) {
            since = now;
        }
        if (since.plus(patience).isBefore(now)) {
            throw new DeployException(
                    problem.getMessage() + ". It has failed " + failures + " times since " + since
                            + ". What was reached so far stands in the cluster; the next release of the app carries on from there.",
                    problem);
        }
        if (problem.problem() == ClusterException.Problem.CONFLICT && failures == 1) {
            // Somebody was faster; what they wrote can be read at once.
            return Duration.ZERO;
        }
        Duration own = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        Duration bounded = own.compareTo(LONGEST) > 0 ? LONGEST : own;
        Duration asked = problem.retryAfter().orElse(Duration.ZERO);
        Duration boundedAsked = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
        return boundedAsked.compareTo(bounded) > 0 ? boundedAsked : bounded;
    }
}

package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param ready until all replicas are ready
 * @param scheduling until every pod has a node; room for a cluster that adds one
 * @param keepOld how long the old colour runs on, so that going back is one patch
 * @param drain how long pods that are no longer selected still run in any case, for requests on their way and for nodes that have not heard of it; begins anew once the API server has been away
 * @param lease after which a holder of the lock that does not renew it has lost it
 * @param unreachable how long the API server may fail
 */
public record Timing(
        Duration ready, Duration scheduling, Duration keepOld, Duration drain, Duration lease, Duration unreachable) {

    /** How often to look at pods that get ready. */
    static final Duration LOOK = Duration.ofSeconds(2);

    /** Shorter than any lease should be. */
    static final Duration LONGEST_STEP = Duration.ofSeconds(10);

    public static final Timing DEFAULTS = new Timing(
            Duration.ofMinutes(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10));

    public Timing {
        if (ready.isNegative() || ready.isZero() || keepOld.isNegative() || drain.isNegative()) {
            throw new IllegalArgumentException("a time is negative, or there is none for the replicas to get ready");
        }
        if (lease.compareTo(LONGEST_STEP.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("a lease of " + lease.toSeconds()
                    + " s is lost between two steps; write " + LONGEST_STEP.toSeconds() * 2 + " s or more");
        }
    }

    public Timing withReady(Duration time) {
        return new Timing(time, scheduling, keepOld, drain, lease, unreachable);
    }

    public Timing withScheduling(Duration time) {
        return new Timing(ready, time, keepOld, drain, lease, unreachable);
    }

    public Timing withKeepOld(Duration time) {
        return new Timing(ready, scheduling, time, drain, lease, unreachable);
    }

    public Timing withDrain(Duration time) {
        return new Timing(ready, scheduling, keepOld, time, lease, unreachable);
    }

    public Timing withLease(Duration time) {
        return new Timing(ready, scheduling, keepOld, drain, time, unreachable);
    }

    public Timing withUnreachable(Duration time) {
        return new Timing(ready, scheduling, keepOld, drain, lease, time);
    }

    /** How long the old colour runs after the switch. */
    Duration kept() {
        return keepOld.compareTo(drain) > 0 ? keepOld : drain;
    }
}

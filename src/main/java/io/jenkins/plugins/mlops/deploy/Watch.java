package io.jenkins.plugins.mlops.deploy;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks at the new colour every interval, and says when too many looks in a row have failed or gone without an answer. */
final class Watch {

    /** What is known of the new colour since the newest look. */
    sealed interface Finding {}

    record Well() implements Finding {}

    /** The look has failed or has seen nothing, which is borne for now. */
    record Doubtful(String why) implements Finding {}

    /** It has been borne for too long. */
    record Unfit(String cause) implements Finding {}

    /** What one look has seen; at most one is present. */
    private record Look(Optional<String> failure, Optional<String> silence) {}

    private final Readiness.Probe probe;
    private final Observation observation;
    private final Prometheus prometheus;

    private Instant next = Instant.MIN;
    private int failures;
    private int silences;

    Watch(Readiness.Probe probe, Observation observation, Prometheus prometheus) {
        this.probe = probe;
        this.observation = observation;
        this.prometheus = prometheus;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(next);
    }

    /** @return how long until the next look */
    Duration again(Instant now) {
        return isDue(now) ? Duration.ZERO : Duration.between(now, next);
    }

    /** Looks now, whether that is due or not. */
    Finding look(ReleaseRecord release, Instant now) throws ClusterException {
        Look look = seen(release, now);
        if (look.failure().isPresent() && ++failures >= observation.failures()) {
            return unfit(look.failure().get());
        }
        if (look.silence().isPresent() && ++silences >= observation.silences()) {
            return unfit("nobody could say how it does, " + silences + " times; last: "
                    + look.silence().get());
        }
        next = now.plus(observation.interval());
        Optional<String> doubt = look.failure().or(look::silence);
        if (doubt.isPresent()) {
            return new Doubtful(doubt.get());
        }
        failures = 0;
        silences = 0;
        return new Well();
    }

    /** Where the consequence cannot be written down, the next step has to look again. */
    private Unfit unfit(String cause) {
        next = Instant.MIN;
        return new Unfit(cause);
    }

    private Look seen(ReleaseRecord release, Instant now) throws ClusterException {
        Readiness readiness = probe.of(release.to(), release.id(), release.since(), now);
        if (readiness instanceof Readiness.Failed failed) {
            return new Look(Optional.of(failed.cause()), Optional.empty());
        }
        Optional<String> silence = readiness instanceof Readiness.Waiting waiting
                ? Optional.of("only " + waiting.missing())
                : Optional.empty();
        for (Observation.Check check : observation.checks()) {
            try {
                List<BigDecimal> values = prometheus.query(check.query());
                for (BigDecimal value : values) {
                    Optional<String> violation = check.violation(value);
                    if (violation.isPresent()) {
                        return new Look(violation, Optional.empty());
                    }
                }
                if (values.isEmpty()) {
                    silence = Optional.of("Prometheus has no value for " + check.query());
                }
            } catch (IOException e) {
                silence = Optional.of(e.getMessage());
            }
        }
        return new Look(Optional.empty(), silence);
    }
}

package io.jenkins.plugins.mlops.deploy;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Watches the new colour while it serves, and goes back where it fails or nobody can say how it does. */
final class Observing implements Phase {

    private final Workbench bench;
    private final Observation observation;
    private final Prometheus prometheus;
    private final RollingBack rollingBack;

    private Instant next = Instant.MIN;
    private int failures;
    private int silences;

    Observing(Workbench bench, Observation observation, Prometheus prometheus, RollingBack rollingBack) {
        this.bench = bench;
        this.observation = observation;
        this.prometheus = prometheus;
        this.rollingBack = rollingBack;
    }

    /** What one look has seen; at most one is present. */
    private record Look(Optional<String> failure, Optional<String> silence) {}

    @Override
    public Progress step(LiveApp app, ReleaseRecord release, Instant now) throws ClusterException, DeployException {
        if (now.isBefore(next)) {
            return bench.wait(release, message(release), Duration.between(now, next));
        }
        Look look = look(release, now);
        next = now.plus(observation.interval());
        if (look.failure().isPresent() && ++failures >= observation.failures()) {
            next = Instant.MIN;
            return rollingBack.begin(app, release, look.failure().get(), "", now);
        }
        if (look.silence().isPresent() && ++silences >= observation.silences()) {
            next = Instant.MIN;
            return rollingBack.begin(
                    app,
                    release,
                    "nobody could say how it does, " + silences + " times; last: "
                            + look.silence().get(),
                    "",
                    now);
        }
        if (look.failure().isPresent() || look.silence().isPresent()) {
            return bench.wait(
                    release,
                    look.failure().or(look::silence).orElseThrow() + "; looking again",
                    observation.interval());
        }
        failures = 0;
        silences = 0;
        if (release.until().filter(now::isBefore).isEmpty()) {
            return bench.goOn(bench.ledger().write(app, Retiring.enter(release, bench.timing(), now)));
        }
        return bench.wait(release, message(release), observation.interval());
    }

    private static String message(ReleaseRecord release) {
        return release.to().name() + " serves and is watched until "
                + release.until().map(Instant::toString).orElse("the next look");
    }

    private Look look(ReleaseRecord release, Instant now) throws ClusterException {
        Readiness readiness = bench.probe().of(release.to(), release.id(), release.since(), now);
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

package io.jenkins.plugins.mlops.deploy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the new colour is watched once it serves, and before where {@link ReleaseRequest#watchPreview} says so. That its pods stay ready is watched in any case.
 *
 * @param window how long it is watched while it serves
 * @param interval between two looks
 * @param failures how many looks in a row have to fail
 * @param silences how many looks in a row may go without an answer
 */
public record Observation(Duration window, Duration interval, int failures, int silences, List<Check> checks) {

    /**
     * A query of Prometheus, all of whose values have to be within bounds.
     *
     * @param query in PromQL, for an instant vector or a scalar
     */
    public record Check(String query, Optional<BigDecimal> min, Optional<BigDecimal> max) {
        public Check {
            if (min.isEmpty() && max.isEmpty()) {
                throw new IllegalArgumentException("the check '" + query + "' has no bound; give it min, max or both");
            }
        }

        /** @return empty where the value is within */
        Optional<String> violation(BigDecimal value) {
            if (min.isPresent() && value.compareTo(min.get()) < 0) {
                return Optional.of(query + " is " + value.toPlainString() + ", below "
                        + min.get().toPlainString());
            }
            if (max.isPresent() && value.compareTo(max.get()) > 0) {
                return Optional.of(query + " is " + value.toPlainString() + ", above "
                        + max.get().toPlainString());
            }
            return Optional.empty();
        }
    }

    public static final Observation NONE = new Observation(Duration.ZERO, Duration.ofSeconds(10), 1, 3, List.of());

    public Observation {
        if (window.isNegative() || interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("the observation needs a window and an interval, both positive");
        }
        if (failures < 1 || silences < 1) {
            throw new IllegalArgumentException("the observation needs at least one look before it fails");
        }
        checks = List.copyOf(checks);
    }
}

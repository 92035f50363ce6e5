package io.jenkins.plugins.mlops.metrics;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One line of a metric or parameter diff.
 *
 * @param name as {@link Metric#name()}, or the qualified name where two files have it
 * @param before empty where the name is new
 * @param after empty where the name is gone
 * @param delta after - before; empty unless both are numbers
 * @param relativeDelta delta / |before|, a fraction and not a percentage; empty where delta is, and where before is 0
 */
public record DiffRow(
        String file,
        String name,
        Optional<Value> before,
        Optional<Value> after,
        Optional<BigDecimal> delta,
        Optional<BigDecimal> relativeDelta,
        Direction direction,
        Change change) {

    public enum Change {
        BETTER,
        WORSE,
        EQUAL,
        /** Different, and nothing tells which way is better: text, booleans, metrics of unknown direction. */
        CHANGED,
        NEW,
        GONE
    }
}

package io.jenkins.plugins.mlops.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which way is better, for any metric: what is given first, an exact name before patterns and patterns in their order, else by the usual names of the field,
 * which {@code docs/gate.md} lists.
 */
public final class Directions {

    private final Map<NamePattern, Direction> given;
    private final boolean byName;

    private Directions(Map<NamePattern, Direction> given, boolean byName) {
        this.given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
        this.byName = byName;
    }

    /** By the usual names alone. */
    public static Directions byName() {
        return new Directions(Map.of(), true);
    }

    /** None has a direction: for parameters, where {@code loss_weight} is no better when lower. */
    public static Directions none() {
        return new Directions(Map.of(), false);
    }

    /** @param given names or patterns as {@link NamePattern} has them; {@link Direction#UNKNOWN} keeps a name from being known */
    public static Directions given(Map<String, Direction> given) {
        Map<NamePattern, Direction> patterns = new LinkedHashMap<>();
        given.forEach((name, direction) -> patterns.put(NamePattern.of(name), direction));
        return new Directions(patterns, true);
    }

    /** @param name short or qualified ({@code metrics.json:accuracy}) */
    public Direction of(String name) {
        Direction exact = given.get(NamePattern.of(name));
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<NamePattern, Direction> entry : given.entrySet()) {
            if (entry.getKey().matches(name)) {
                return entry.getValue();
            }
        }
        return byName ? KnownDirections.of(name) : Direction.UNKNOWN;
    }

    public Direction of(Metric metric) {
        String qualified = metric.qualifiedName();
        return given.keySet().stream().anyMatch(pattern -> pattern.matches(qualified))
                ? of(qualified)
                : of(metric.name());
    }
}

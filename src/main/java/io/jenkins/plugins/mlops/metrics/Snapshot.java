package io.jenkins.plugins.mlops.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All metrics, or all parameters, of one evaluation. A metric has its short name where only one file has it, else {@code file:name}; the qualified name always
 * finds it.
 */
public final class Snapshot {

    public static final Snapshot EMPTY = new Snapshot(List.of());

    private final List<Metric> metrics;
    private final Map<String, Metric> byName = new LinkedHashMap<>();
    private final Map<String, Metric> byQualifiedName = new HashMap<>();

    private Snapshot(List<Metric> metrics) {
        this.metrics = List.copyOf(metrics);
        Set<String> seen = new TreeSet<>();
        Set<String> ambiguous = new TreeSet<>();
        for (Metric metric : metrics) {
            if (!seen.add(metric.name())) {
                ambiguous.add(metric.name());
            }
        }
        for (Metric metric : metrics) {
            byQualifiedName.put(metric.qualifiedName(), metric);
            String name = ambiguous.contains(metric.name()) ? metric.qualifiedName() : metric.name();
            if (byName.put(name, metric) != null) {
                throw new IllegalArgumentException("two metrics with the name " + metric.qualifiedName());
            }
        }
    }

    /** @param metrics with unique (file, name) */
    public static Snapshot of(List<Metric> metrics) {
        return new Snapshot(metrics);
    }

    /** In the order of the files. */
    public List<Metric> metrics() {
        return metrics;
    }

    /** Unique names to their metrics, in the order of the files. */
    public Map<String, Metric> byName() {
        return Collections.unmodifiableMap(byName);
    }

    public Optional<Value> value(String name) {
        Metric metric = byName.get(name);
        if (metric != null) {
            return Optional.of(metric.value());
        }
        return Optional.ofNullable(byQualifiedName.get(name)).map(Metric::value);
    }

    /** The metric of this snapshot that is the same as one of another: by file and name, else by a name that only one file has here. */
    public Optional<Metric> counterpart(Metric other) {
        Metric same = byQualifiedName.get(other.qualifiedName());
        if (same != null) {
            return Optional.of(same);
        }
        return Optional.ofNullable(byName.get(other.name()));
    }

    /**
     * As the {@code params} of a DVC stage: a key takes the value of that name and all that is nested in it, so {@code train} takes {@code train.lr} and
     * {@code train[0]}.
     */
    public Snapshot only(Collection<String> keys) {
        return new Snapshot(metrics.stream()
                .filter(metric -> keys.stream().anyMatch(key -> isWithin(metric.name(), key)))
                .toList());
    }

    private static boolean isWithin(String name, String key) {
        return name.startsWith(key)
                && (name.length() == key.length()
                        || name.charAt(key.length()) == '.'
                        || name.charAt(key.length()) == '[');
    }

    public boolean isEmpty() {
        return metrics.isEmpty();
    }

    public Snapshot plus(Snapshot other) {
        List<Metric> all = new ArrayList<>(metrics);
        all.addAll(other.metrics);
        return new Snapshot(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Snapshot snapshot && snapshot.metrics.equals(metrics);
    }

    @Override
    public int hashCode() {
        return metrics.hashCode();
    }

    @Override
    public String toString() {
        return byName.toString();
    }
}

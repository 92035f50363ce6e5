package io.jenkins.plugins.mlops.metrics;

import java.util.ArrayList;
import java.util.Collections;
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
        return metrics.stream()
                .filter(candidate -> candidate.qualifiedName().equals(name))
                .map(Metric::value)
                .findFirst();
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

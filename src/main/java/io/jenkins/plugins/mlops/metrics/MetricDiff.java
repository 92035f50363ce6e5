package io.jenkins.plugins.mlops.metrics;

import io.jenkins.plugins.mlops.metrics.DiffRow.Change;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What changed between two evaluations, or between the parameters of two runs. */
public final class MetricDiff {

    private MetricDiff() {}

    /**
     * Metrics belong together by file and name; what is left over then, by name alone, so that a renamed metrics file is not all gone and all new.
     *
     * @return one row for each name of either side: in the order of {@code after}, then what is gone in the order of {@code before}
     */
    public static List<DiffRow> between(Snapshot before, Snapshot after, Directions directions) {
        Map<String, Map.Entry<String, Metric>> beforeByQualifiedName = byQualifiedName(before);
        Map<String, Map.Entry<String, Metric>> moved = new HashMap<>();
        Set<String> stays = byQualifiedName(after).keySet();
        for (Map.Entry<String, Metric> entry : before.byName().entrySet()) {
            if (!stays.contains(entry.getValue().qualifiedName())) {
                moved.put(entry.getKey(), entry);
            }
        }
        List<DiffRow> rows = new ArrayList<>();
        for (Map.Entry<String, Metric> entry : after.byName().entrySet()) {
            Metric metric = entry.getValue();
            Map.Entry<String, Metric> old = beforeByQualifiedName.remove(metric.qualifiedName());
            if (old == null) {
                old = moved.remove(entry.getKey());
                if (old != null) {
                    beforeByQualifiedName.remove(old.getValue().qualifiedName());
                }
            }
            rows.add(row(
                    entry.getKey(),
                    metric,
                    Optional.ofNullable(old).map(o -> o.getValue().value()),
                    Optional.of(metric.value()),
                    directions));
        }
        for (Map.Entry<String, Metric> gone : beforeByQualifiedName.values()) {
            Metric metric = gone.getValue();
            rows.add(row(gone.getKey(), metric, Optional.of(metric.value()), Optional.empty(), directions));
        }
        return List.copyOf(rows);
    }

    /** Worse first, by how much; then gone, changed, new, better, equal. */
    public static List<DiffRow> worstFirst(List<DiffRow> rows) {
        List<Change> order =
                List.of(Change.WORSE, Change.GONE, Change.CHANGED, Change.NEW, Change.BETTER, Change.EQUAL);
        return rows.stream()
                .sorted(Comparator.comparingInt((DiffRow row) -> order.indexOf(row.change()))
                        .thenComparing(MetricDiff::magnitude, Comparator.reverseOrder()))
                .toList();
    }

    /** A change without a relative delta, from 0 or to NaN, is larger than any that has one. */
    private static double magnitude(DiffRow row) {
        return row.relativeDelta().map(delta -> delta.abs().doubleValue()).orElse(Double.POSITIVE_INFINITY);
    }

    private static Map<String, Map.Entry<String, Metric>> byQualifiedName(Snapshot snapshot) {
        Map<String, Map.Entry<String, Metric>> byQualifiedName = new LinkedHashMap<>();
        snapshot.byName()
                .entrySet()
                .forEach(entry -> byQualifiedName.put(entry.getValue().qualifiedName(), entry));
        return byQualifiedName;
    }

    private static DiffRow row(
            String name, Metric metric, Optional<Value> before, Optional<Value> after, Directions directions) {
        Direction direction = directions.of(metric);
        Optional<BigDecimal> delta = Optional.empty();
        Optional<BigDecimal> relative = Optional.empty();
        if (before.isPresent()
                && after.isPresent()
                && before.get() instanceof Value.Numeric old
                && after.get() instanceof Value.Numeric now) {
            BigDecimal difference = now.value().subtract(old.value());
            delta = Optional.of(difference);
            if (old.value().signum() != 0) {
                relative = Optional.of(difference.divide(old.value().abs(), MathContext.DECIMAL64));
            }
        }
        Change change = before.isEmpty()
                ? Change.NEW
                : after.isEmpty() ? Change.GONE : change(before.get(), after.get(), direction);
        return new DiffRow(metric.file(), name, before, after, delta, relative, direction, change);
    }

    /** Numbers compare by value, so 0.90 equals 0.9; infinities as such; NaN is worse than any number. */
    private static Change change(Value before, Value after, Direction direction) {
        if (before instanceof Value.Numeric old && after instanceof Value.Numeric now) {
            return judge(now.value().compareTo(old.value()), direction);
        }
        if (before.equals(after)) {
            return Change.EQUAL;
        }
        if (!isNumber(before) || !isNumber(after) || direction == Direction.UNKNOWN) {
            return Change.CHANGED;
        }
        if (isNaN(before) || isNaN(after)) {
            return isNaN(after) ? Change.WORSE : Change.BETTER;
        }
        return judge(Double.compare(extended(after), extended(before)), direction);
    }

    private static Change judge(int comparison, Direction direction) {
        if (comparison == 0) {
            return Change.EQUAL;
        }
        return switch (direction) {
            case HIGHER_IS_BETTER -> comparison > 0 ? Change.BETTER : Change.WORSE;
            case LOWER_IS_BETTER -> comparison < 0 ? Change.BETTER : Change.WORSE;
            case UNKNOWN -> Change.CHANGED;
        };
    }

    private static boolean isNumber(Value value) {
        return value instanceof Value.Numeric || value instanceof Value.NotFinite;
    }

    private static boolean isNaN(Value value) {
        return value instanceof Value.NotFinite notFinite && notFinite.literal().equals("NaN");
    }

    private static double extended(Value value) {
        return value instanceof Value.NotFinite notFinite
                ? Double.parseDouble(notFinite.literal())
                : ((Value.Numeric) value).value().doubleValue();
    }
}

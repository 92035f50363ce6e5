package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.dvc.DataDiff;
import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import io.jenkins.plugins.mlops.metrics.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Rows of the engine as plain maps, for {@code --json}. */
final class Values {

    private Values() {}

    static Object plain(Optional<Value> value) {
        if (value.isEmpty() || value.get() instanceof Value.Null) {
            return null;
        }
        if (value.get() instanceof Value.Numeric number) {
            return number.value();
        }
        if (value.get() instanceof Value.Flag flag) {
            return flag.value();
        }
        // NaN and infinities are no numbers of JSON.
        return value.get().display();
    }

    static Map<String, Object> row(DiffRow row) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", row.file());
        map.put("name", row.name());
        map.put("before", plain(row.before()));
        map.put("after", plain(row.after()));
        map.put("delta", row.delta().orElse(null));
        map.put("relativeDelta", row.relativeDelta().orElse(null));
        map.put("change", lower(row.change()));
        return map;
    }

    static Map<String, Object> data(DataDiff diff) {
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("added", diff.totals().added());
        totals.put("changed", diff.totals().changed());
        totals.put("deleted", diff.totals().deleted());
        totals.put("bytesAdded", diff.totals().bytesAdded());
        totals.put("bytesChanged", diff.totals().bytesChanged());
        totals.put("bytesDeleted", diff.totals().bytesDeleted());
        List<Map<String, Object>> changes = diff.changes().stream()
                .map(change -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("path", change.path());
                    map.put("kind", lower(change.kind()));
                    map.put("before", change.before().orElse(null));
                    map.put("after", change.after().orElse(null));
                    return map;
                })
                .toList();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("totals", totals);
        map.put("changes", changes);
        return map;
    }

    static Map<String, Object> check(Check check) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("subject", check.subject());
        map.put("rule", check.rule());
        map.put("source", check.source());
        map.put("outcome", lower(check.outcome()));
        map.put("severity", lower(check.severity()));
        map.put("observed", plain(check.observed()));
        map.put("baseline", plain(check.baseline()));
        map.put("limit", check.limit().orElse(null));
        map.put("message", check.message());
        return map;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

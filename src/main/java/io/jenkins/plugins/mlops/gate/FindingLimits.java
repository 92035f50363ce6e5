package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** How many findings of each severity a scanner's report may have. */
public final class FindingLimits {

    /** Nothing critical or high; the rest is counted and shown. */
    static final FindingLimits DEFAULT = new FindingLimits(Map.of(Finding.Level.CRITICAL, 0, Finding.Level.HIGH, 0));

    private static final List<String> KEYS =
            Arrays.stream(Finding.Level.values()).map(Finding.Level::toString).toList();

    private final Map<Finding.Level, Integer> most;

    private FindingLimits(Map<Finding.Level, Integer> most) {
        this.most = new EnumMap<>(most);
    }

    /** @param node {@code {critical: 0, high: 2}}; what it does not name has no limit */
    static FindingLimits fromNode(Optional<Node> node) throws DocumentException {
        if (node.isEmpty()) {
            return DEFAULT;
        }
        Settings settings = Settings.of(node.get(), "maxFindings", KEYS);
        Map<Finding.Level, Integer> most = new EnumMap<>(Finding.Level.class);
        for (Finding.Level level : Finding.Level.values()) {
            settings.integer(level.toString(), 0, Integer.MAX_VALUE).ifPresent(limit -> most.put(level, limit));
        }
        return new FindingLimits(most);
    }

    OptionalInt of(Finding.Level level) {
        Integer limit = most.get(level);
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }
}

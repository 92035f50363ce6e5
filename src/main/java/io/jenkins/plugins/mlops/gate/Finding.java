package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What a scanner found.
 *
 * @param text what and where, for a person
 */
record Finding(Level level, String text) {

    enum Level {
        CRITICAL,
        HIGH,
        MEDIUM,
        LOW,
        UNKNOWN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int NAMED = 5;

    /** One check for each level that has a limit or a finding. */
    static List<Check> checks(List<Finding> findings, String tool, ReportReader.ReportText report) {
        List<Check> checks = new ArrayList<>();
        for (Level level : Level.values()) {
            List<Finding> here =
                    findings.stream().filter(found -> found.level() == level).toList();
            OptionalInt limit = report.limits().of(level);
            if (limit.isPresent() || !here.isEmpty()) {
                checks.add(check(level, here, limit, tool, report.file()));
            }
        }
        return checks;
    }

    private static Check check(Level level, List<Finding> findings, OptionalInt limit, String tool, String file) {
        int count = findings.size();
        boolean passed = limit.isEmpty() || count <= limit.getAsInt();
        String bound = limit.isPresent() ? ", at most " + limit.getAsInt() + " allowed" : ", no limit";
        return new Check(
                level + " findings",
                tool + (limit.isPresent() ? " max " + limit.getAsInt() : ""),
                file,
                passed ? Check.Outcome.PASSED : Check.Outcome.FAILED,
                Severity.FAIL,
                Optional.of(new Value.Numeric(BigDecimal.valueOf(count))),
                Optional.empty(),
                limit.isPresent() ? Optional.of(BigDecimal.valueOf(limit.getAsInt())) : Optional.empty(),
                tool + " found " + (count == 0 ? "no" : count) + " " + level + (count == 1 ? " problem" : " problems")
                        + bound + named(findings));
    }

    private static String named(List<Finding> findings) {
        if (findings.isEmpty()) {
            return "";
        }
        String first = findings.stream().limit(NAMED).map(Finding::text).collect(Collectors.joining("; "));
        int more = findings.size() - NAMED;
        return ": " + first + (more > 0 ? "; and " + more + " more" : "");
    }
}

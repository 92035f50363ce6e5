package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/**
 * The verdict for a reader with five seconds.
 *
 * @param word {@code Failed}
 * @param count {@code 2 of 14 checks}
 * @param reason the message of the worst failed check; empty where nothing failed
 */
record Headline(Status status, String count, String reason) {

    /** {@link Verdict.Status}, and the case that nothing was checked, which must not look like a pass. */
    enum Status {
        PASSED("Passed", "✓"),
        WARNING("Passed with warnings", "!"),
        FAILED("Failed", "✗"),
        NOT_CHECKED("Not checked", "–");

        final String word;
        /** Tells the status without color. */
        final String sign;

        Status(String word, String sign) {
            this.word = word;
            this.sign = sign;
        }
    }

    /**
     * Failures before warnings; a check whose value is missing or not a number before those with one; then by how far the value misses the limit, in
     * proportion to the limit.
     */
    static final Comparator<Check> WORST_FIRST = Comparator.<Check>comparingInt(
                    check -> check.severity() == Severity.FAIL ? 0 : 1)
            .thenComparing(Comparator.<Check>comparingDouble(Headline::miss).reversed())
            .thenComparing(Check::subject)
            .thenComparing(Check::rule);

    static Headline of(Verdict verdict) {
        List<Check> checks = verdict.checks();
        if (checks.isEmpty()) {
            return new Headline(Status.NOT_CHECKED, "no gate ran", "");
        }
        List<Check> failed = worstFirst(verdict);
        String of = " of " + plural(checks.size(), "check");
        return switch (verdict.status()) {
            case PASSED -> passed(checks, of);
            case WARNING -> new Headline(Status.WARNING, failed.size() + of, reason(failed));
            case FAILED -> {
                long failures = failed.stream()
                        .filter(check -> check.severity() == Severity.FAIL)
                        .count();
                yield new Headline(Status.FAILED, failures + of, reason(failed));
            }
        };
    }

    private static Headline passed(List<Check> checks, String of) {
        long skipped = checks.stream()
                .filter(check -> check.outcome() == Check.Outcome.SKIPPED)
                .count();
        if (skipped == 0) {
            return new Headline(
                    Status.PASSED,
                    checks.size() == 1 ? "1 check" : "all " + Headline.plural(checks.size(), "check"),
                    "");
        }
        return new Headline(Status.PASSED, (checks.size() - skipped) + of, skipped + " skipped.");
    }

    static List<Check> worstFirst(Verdict verdict) {
        return verdict.checks().stream()
                .filter(Check::failed)
                .sorted(WORST_FIRST)
                .toList();
    }

    private static String reason(List<Check> failed) {
        String message = Text.oneLine(failed.get(0).message());
        if (message.isEmpty()) {
            message =
                    Text.oneLine(failed.get(0).subject() + ": " + failed.get(0).rule() + " does not hold");
        }
        return message.matches(".*[.!?]") ? message : message + ".";
    }

    private static double miss(Check check) {
        if (check.limit().isEmpty()) {
            return check.observed().isEmpty() ? Double.POSITIVE_INFINITY : 0;
        }
        if (check.observed().isPresent() && check.observed().get() instanceof Value.Numeric number) {
            BigDecimal limit = check.limit().get();
            double distance = Math.abs(number.value().doubleValue() - limit.doubleValue());
            return limit.signum() == 0 ? distance : distance / Math.abs(limit.doubleValue());
        }
        return Double.POSITIVE_INFINITY;
    }

    static String plural(long count, String noun) {
        return Numbers.whole(count) + " " + noun + (count == 1 ? "" : "s");
    }

    String brief() {
        return status.word + ": " + count + ".";
    }

    String text() {
        return brief() + (reason.isEmpty() ? "" : " " + reason);
    }
}

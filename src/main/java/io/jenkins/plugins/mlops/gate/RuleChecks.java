package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.gate.Check.Outcome;
import io.jenkins.plugins.mlops.metrics.Direction;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies the rules of one criterion to the metrics it matches. */
final class RuleChecks {

    private final GatePolicy policy;
    private final Criterion criterion;
    private final GateInput input;

    RuleChecks(GatePolicy policy, Criterion criterion, GateInput input) {
        this.policy = policy;
        this.criterion = criterion;
        this.input = input;
    }

    /** What a rule is applied to. */
    private record Subject(String name, Metric metric, Rule rule, Optional<Value> baseline) {}

    Check check(String name, Metric metric, Rule rule) {
        Optional<Value> baseline = input.baseline()
                .flatMap(found -> found.snapshot().counterpart(metric))
                .map(Metric::value);
        boolean needsBaseline = rule instanceof Rule.MaxRegression || rule instanceof Rule.MinImprovement;
        Subject subject = new Subject(name, metric, rule, needsBaseline ? baseline : Optional.empty());
        if (!(metric.value() instanceof Value.Numeric observed)) {
            return failed(subject, name + " is " + unusable(metric.value()) + ", so it cannot be checked");
        }
        BigDecimal value = observed.value();
        if (rule instanceof Rule.Min min) {
            return bounded(subject, value, true, min.bound(), "");
        }
        if (rule instanceof Rule.Max max) {
            return bounded(subject, value, false, max.bound(), "");
        }
        Direction direction =
                criterion.direction().orElseGet(() -> policy.directions().of(metric));
        if (direction == Direction.UNKNOWN) {
            // A mistake in the criterion, whatever its severity.
            return check(subject, Outcome.FAILED, Severity.FAIL, Optional.empty(), Gate.unknownDirection(name));
        }
        boolean higherIsBetter = direction == Direction.HIGHER_IS_BETTER;
        if (rule instanceof Rule.Window window) {
            return window(subject, value, higherIsBetter, window);
        }
        return relative(subject, value, higherIsBetter);
    }

    private Check relative(Subject subject, BigDecimal value, boolean higherIsBetter) {
        if (subject.baseline().isEmpty()) {
            return firstRun(
                    subject,
                    input.baseline()
                            .map(found ->
                                    "the baseline (" + found.description() + ") has no " + subject.name() + " yet")
                            .orElse("there is no baseline yet"));
        }
        Baseline baseline = input.baseline().orElseThrow();
        if (!(subject.baseline().get() instanceof Value.Numeric numeric)) {
            return failed(
                    subject,
                    subject.name() + " of the baseline (" + baseline.description() + ") is "
                            + unusable(subject.baseline().get()) + ", so nothing can be compared with it");
        }
        BigDecimal old = numeric.value();
        BigDecimal needed = subject.rule() instanceof Rule.MaxRegression regression
                ? regression.margin().of(old).negate()
                : ((Rule.MinImprovement) subject.rule()).margin().of(old);
        BigDecimal bound = higherIsBetter ? old.add(needed) : old.subtract(needed);
        String note = old.signum() == 0 && isPercent(subject.rule()) ? "; a percentage of a baseline of 0 is 0" : "";
        return bounded(
                subject,
                value,
                higherIsBetter,
                bound,
                " against " + Decimal.show(old) + " of the baseline (" + baseline.description() + ")" + note);
    }

    private static boolean isPercent(Rule rule) {
        return (rule instanceof Rule.MaxRegression regression
                        && regression.margin().percent())
                || (rule instanceof Rule.MinImprovement improvement
                        && improvement.margin().percent());
    }

    private Check window(Subject subject, BigDecimal value, boolean higherIsBetter, Rule.Window window) {
        List<BigDecimal> values = new ArrayList<>();
        for (int i = input.history().size() - 1; i >= 0 && values.size() < window.builds(); i--) {
            Snapshot earlier = input.history().get(i);
            earlier.counterpart(subject.metric()).map(Metric::value).ifPresent(found -> {
                if (found instanceof Value.Numeric numeric) {
                    values.add(numeric.value());
                }
            });
        }
        if (values.size() < window.builds()) {
            return firstRun(
                    subject,
                    "only " + values.size() + " of " + window.builds() + " earlier builds have a " + subject.name());
        }
        BigDecimal mean = mean(values);
        BigDecimal margin = window.sigma().multiply(standardDeviation(values, mean));
        BigDecimal bound = (higherIsBetter ? mean.subtract(margin) : mean.add(margin)).round(MathContext.DECIMAL64);
        return bounded(
                subject,
                value,
                higherIsBetter,
                bound,
                " against a mean of " + Decimal.show(mean.round(MathContext.DECIMAL32)) + " over " + values.size()
                        + " builds");
    }

    private static BigDecimal mean(List<BigDecimal> values) {
        BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return sum.divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL128);
    }

    private static BigDecimal standardDeviation(List<BigDecimal> values, BigDecimal mean) {
        BigDecimal squares = BigDecimal.ZERO;
        for (BigDecimal value : values) {
            BigDecimal distance = value.subtract(mean);
            squares = squares.add(distance.multiply(distance));
        }
        return squares.divide(BigDecimal.valueOf(values.size() - 1L), MathContext.DECIMAL128)
                .sqrt(MathContext.DECIMAL128);
    }

    private Check firstRun(Subject subject, String why) {
        return switch (policy.baselineRules().firstRun()) {
            case PASS ->
                check(
                        subject,
                        Outcome.SKIPPED,
                        criterion.severity(),
                        Optional.empty(),
                        subject.name() + " is not compared (firstRun: pass): " + why);
            case WARN ->
                check(
                        subject,
                        Outcome.FAILED,
                        Severity.WARN,
                        Optional.empty(),
                        subject.name() + " could not be compared (firstRun: warn): " + why);
            case FAIL ->
                check(
                        subject,
                        Outcome.FAILED,
                        criterion.severity(),
                        Optional.empty(),
                        subject.name() + " could not be compared (firstRun: fail): " + why);
        };
    }

    private Check bounded(Subject subject, BigDecimal value, boolean atLeast, BigDecimal bound, String against) {
        boolean holds = atLeast ? value.compareTo(bound) >= 0 : value.compareTo(bound) <= 0;
        String message = subject.name() + " is " + Decimal.show(value) + against + "; "
                + (holds ? "" : "needed is ") + (atLeast ? "at least " : "at most ") + Decimal.show(bound)
                + (holds ? " was needed" : "");
        return check(
                subject, holds ? Outcome.PASSED : Outcome.FAILED, criterion.severity(), Optional.of(bound), message);
    }

    private Check failed(Subject subject, String message) {
        return check(subject, Outcome.FAILED, criterion.severity(), Optional.empty(), message);
    }

    private static Check check(
            Subject subject, Outcome outcome, Severity severity, Optional<BigDecimal> limit, String message) {
        return new Check(
                subject.name(),
                subject.rule().text(),
                Check.GATE,
                outcome,
                severity,
                Optional.of(subject.metric().value()),
                subject.baseline(),
                limit,
                message);
    }

    private static String unusable(Value value) {
        if (value instanceof Value.NotFinite notFinite) {
            return notFinite.literal();
        }
        if (value instanceof Value.Text text) {
            return "the text '" + text.value() + "' and no number";
        }
        return value.display() + " and no number";
    }
}

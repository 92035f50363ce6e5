package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * One criterion applied to one metric, or one finding of another tool's report.
 *
 * @param subject the metric, expectation, column or test that was checked
 * @param rule what had to hold, in the words of the criterion: {@code min 0.92}, {@code maxRegression 0.005}, {@code mcnemar alpha 0.05}
 * @param source who checked: {@code gate} or the path of the other tool's report
 * @param observed the candidate's value; empty where it is missing
 * @param baseline the baseline's value; empty where the rule needs none or there is none
 * @param limit the bound that the rule came to, inclusive; empty where the rule has no single one
 * @param message one sentence that a person understands without knowing the rule's definition
 */
public record Check(
        String subject,
        String rule,
        String source,
        Outcome outcome,
        Severity severity,
        Optional<Value> observed,
        Optional<Value> baseline,
        Optional<BigDecimal> limit,
        String message) {

    public enum Outcome {
        PASSED,
        FAILED,
        /** Not applied, and the message says why: no baseline on a first run that {@code firstRun: pass} lets through. */
        SKIPPED
    }

    public static final String GATE = "gate";

    public boolean failed() {
        return outcome == Outcome.FAILED;
    }
}

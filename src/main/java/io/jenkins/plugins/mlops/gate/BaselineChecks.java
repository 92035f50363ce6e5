package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.gate.Check.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether the baseline is fresh, and was evaluated on the same data. Without a baseline there is nothing to check; the relative rules say that already. */
final class BaselineChecks {

    private final BaselineRules rules;

    BaselineChecks(BaselineRules rules) {
        this.rules = rules;
    }

    List<Check> evaluate(GateInput input) {
        List<Check> checks = new ArrayList<>();
        input.baseline().ifPresent(baseline -> {
            rules.maxAge().ifPresent(maxAge -> checks.add(age(baseline, maxAge, input.now())));
            if (rules.sameEvaluationData()) {
                checks.add(sameData(baseline, input.evaluationData()));
            }
        });
        return checks;
    }

    private static Check age(Baseline baseline, Duration maxAge, Instant now) {
        String rule = "maxBaselineAge " + Durations.format(maxAge);
        Optional<Instant> timestamp = baseline.timestamp();
        if (timestamp.isEmpty()) {
            return check(
                    "baseline age",
                    rule,
                    false,
                    "nothing tells how old the baseline (" + baseline.description() + ") is");
        }
        Duration age = Duration.between(timestamp.get(), now);
        boolean fresh = age.compareTo(maxAge) <= 0;
        return check(
                "baseline age",
                rule,
                fresh,
                "the baseline (" + baseline.description() + ") is of " + timestamp.get() + ", "
                        + Durations.format(age) + " old; at most " + Durations.format(maxAge)
                        + (fresh ? " was allowed" : " is allowed, so evaluate it again"));
    }

    private Check sameData(Baseline baseline, Map<String, String> evaluationData) {
        Map<String, String> ours = relevant(evaluationData);
        Map<String, String> theirs = relevant(baseline.evaluationData());
        String subject = "evaluation data";
        String rule = "sameEvaluationData";
        if (ours.isEmpty() || theirs.isEmpty()) {
            String whose = ours.isEmpty() ? "this evaluation" : "the baseline (" + baseline.description() + ")";
            return check(subject, rule, false, "nothing tells on which data " + whose + " was made");
        }
        if (ours.equals(theirs)) {
            return check(
                    subject, rule, true, "both were evaluated on the same data: " + String.join(", ", ours.keySet()));
        }
        TreeSet<String> different = new TreeSet<>(ours.keySet());
        different.addAll(theirs.keySet());
        different.removeIf(path -> ours.containsKey(path) && ours.get(path).equals(theirs.get(path)));
        return check(
                subject,
                rule,
                false,
                "the baseline (" + baseline.description()
                        + ") was evaluated on other data, so the numbers cannot be compared: "
                        + String.join(", ", different));
    }

    private Map<String, String> relevant(Map<String, String> hashes) {
        Map<String, String> relevant = new TreeMap<>(hashes);
        if (!rules.evaluationData().isEmpty()) {
            relevant.keySet().removeIf(path -> rules.evaluationData().stream()
                    .noneMatch(wanted -> path.equals(wanted) || path.startsWith(wanted + "/")));
        }
        return relevant;
    }

    private static Check check(String subject, String rule, boolean holds, String message) {
        return new Check(
                subject,
                rule,
                Check.GATE,
                holds ? Outcome.PASSED : Outcome.FAILED,
                Severity.FAIL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                message);
    }
}

package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.metrics.Direction;
import io.jenkins.plugins.mlops.metrics.Directions;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies criteria to an evaluation. What cannot be checked fails; nothing is passed over in silence. */
public final class Gate {

    private final GatePolicy policy;

    /** @throws IllegalArgumentException where a criterion could never be decided: one relative to a baseline for a metric of unknown direction */
    public Gate(GatePolicy policy) {
        this.policy = policy;
        for (Criterion criterion : policy.criteria()) {
            undecidable(criterion, policy.directions()).ifPresent(problem -> {
                throw new IllegalArgumentException(problem);
            });
        }
    }

    /** @return why a criterion can't be decided for any metric; for a pattern that shows only once its metrics are known */
    static Optional<String> undecidable(Criterion criterion, Directions directions) {
        String name = criterion.metric().toString();
        boolean unknown = !criterion.metric().hasWildcard()
                && criterion.rules().stream().anyMatch(Rule::relative)
                && criterion.direction().orElse(directions.of(name)) == Direction.UNKNOWN;
        return unknown ? Optional.of(unknownDirection(name)) : Optional.empty();
    }

    static String unknownDirection(String name) {
        return "nothing tells whether a higher '" + name
                + "' is better; add higherIsBetter: true or higherIsBetter: false to its criterion";
    }

    /** @return checks in the order of the criteria, then those on the baseline itself, then the evidence */
    public Verdict evaluate(GateInput input) {
        List<Check> checks = new ArrayList<>();
        for (Criterion criterion : policy.criteria()) {
            checks.addAll(evaluate(criterion, input));
        }
        checks.addAll(new BaselineChecks(policy.baselineRules()).evaluate(input));
        checks.addAll(input.evidence());
        return new Verdict(checks);
    }

    private List<Check> evaluate(Criterion criterion, GateInput input) {
        Snapshot candidate = input.candidate();
        List<Map.Entry<String, Metric>> matches = candidate.byName().entrySet().stream()
                .filter(criterion.metric()::matches)
                .toList();
        Absence absence = new Absence(criterion);
        if (matches.size() > 1 && !criterion.metric().hasWildcard()) {
            return List.of(absence.ambiguous(matches));
        }
        RuleChecks rules = new RuleChecks(policy, criterion, input);
        List<Check> checks = new ArrayList<>();
        for (Map.Entry<String, Metric> match : matches) {
            for (Rule rule : criterion.rules()) {
                checks.add(rules.check(match.getKey(), match.getValue(), rule));
            }
        }
        input.baseline().ifPresent(baseline -> baseline.snapshot().byName().entrySet().stream()
                .filter(criterion.metric()::matches)
                .filter(entry -> candidate.counterpart(entry.getValue()).isEmpty())
                .forEach(entry -> checks.add(absence.gone(entry, baseline))));
        return checks.isEmpty() ? List.of(absence.missing(candidate)) : checks;
    }
}

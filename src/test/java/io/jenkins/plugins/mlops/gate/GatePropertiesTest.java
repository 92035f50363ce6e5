package io.jenkins.plugins.mlops.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.metrics.Direction;
import io.jenkins.plugins.mlops.metrics.Directions;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.NamePattern;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GatePropertiesTest {

    private static Arbitrary<BigDecimal> numbers(int least) {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.valueOf(least), BigDecimal.valueOf(5))
                .ofScale(2);
    }

    /** One-sided rules only: max of a metric where higher is better is meant to fail when it rises. */
    @Provide
    Arbitrary<Rule> relativeRules() {
        Arbitrary<Rule.Margin> margins =
                Combinators.combine(numbers(0), Arbitraries.of(true, false)).as(Rule.Margin::new);
        return Arbitraries.oneOf(
                margins.map(Rule.MaxRegression::new),
                margins.map(Rule.MinImprovement::new),
                numbers(0).map(sigma -> new Rule.Window(3, sigma)));
    }

    @Provide
    Arbitrary<BigDecimal> values() {
        return numbers(-5);
    }

    private static Snapshot snapshot(BigDecimal value) {
        return Snapshot.of(List.of(new Metric("m.json", "m", new Value.Numeric(value))));
    }

    private static Verdict evaluate(List<Criterion> criteria, BigDecimal candidate, List<BigDecimal> earlier) {
        Optional<Baseline> baseline = Optional.of(
                new Baseline(snapshot(earlier.get(0)), "branch main", Optional.empty(), Optional.empty(), Map.of()));
        return new Gate(new GatePolicy(criteria, Directions.byName(), BaselineRules.DEFAULT))
                .evaluate(GateInput.of(snapshot(candidate), baseline, Instant.EPOCH)
                        .withHistory(earlier.stream()
                                .map(GatePropertiesTest::snapshot)
                                .toList()));
    }

    private static Criterion criterion(Rule rule, boolean higherIsBetter) {
        return new Criterion(
                NamePattern.of("m"),
                List.of(rule),
                Optional.of(higherIsBetter ? Direction.HIGHER_IS_BETTER : Direction.LOWER_IS_BETTER),
                Severity.FAIL);
    }

    @Property
    void shouldNeverFailABetterModelWhereAWorseOnePassed(
            @ForAll("relativeRules") Rule rule,
            @ForAll("values") BigDecimal a,
            @ForAll("values") BigDecimal b,
            @ForAll boolean higherIsBetter,
            @ForAll("values") BigDecimal x,
            @ForAll("values") BigDecimal y,
            @ForAll("values") BigDecimal z) {
        boolean aIsBetter = higherIsBetter == (a.compareTo(b) > 0);
        BigDecimal better = aIsBetter ? a : b;
        BigDecimal worse = aIsBetter ? b : a;
        List<Criterion> criteria = List.of(criterion(rule, higherIsBetter));
        if (evaluate(criteria, worse, List.of(x, y, z)).passed()) {
            assertThat(evaluate(criteria, better, List.of(x, y, z)).passed()).isTrue();
        }
    }

    @Property
    void shouldMirrorTheDirection(
            @ForAll("relativeRules") Rule rule,
            @ForAll("values") BigDecimal candidate,
            @ForAll("values") BigDecimal x,
            @ForAll("values") BigDecimal y,
            @ForAll("values") BigDecimal z) {
        boolean higher = evaluate(List.of(criterion(rule, true)), candidate, List.of(x, y, z))
                .passed();
        boolean mirrored = evaluate(
                        List.of(criterion(rule, false)),
                        candidate.negate(),
                        List.of(x.negate(), y.negate(), z.negate()))
                .passed();
        assertThat(mirrored).isEqualTo(higher);
    }

    @Property
    void shouldNotDependOnTheOrderOfTheCriteria(
            @ForAll("relativeRules") Rule first,
            @ForAll("relativeRules") Rule second,
            @ForAll("values") BigDecimal candidate,
            @ForAll("values") BigDecimal earlier,
            @ForAll int seed) {
        List<Criterion> criteria = new ArrayList<>(List.of(
                criterion(first, true),
                criterion(second, true),
                new Criterion(NamePattern.of("*"), List.of(new Rule.Min(earlier)), Optional.empty(), Severity.WARN)));
        Verdict verdict = evaluate(criteria, candidate, List.of(earlier));
        Collections.shuffle(criteria, new Random(seed));
        Verdict shuffled = evaluate(criteria, candidate, List.of(earlier));
        assertThat(shuffled.status()).isEqualTo(verdict.status());
        assertThat(shuffled.checks()).containsExactlyInAnyOrderElementsOf(verdict.checks());
    }
}

package io.jenkins.plugins.mlops.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.gate.Verdict.Status;
import io.jenkins.plugins.mlops.metrics.MetricReader;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static Snapshot yaml(String text) throws Exception {
        return MetricReader.read(text, "metrics.yaml");
    }

    private static Optional<Baseline> baseline(String text) throws Exception {
        return text.equals("-")
                ? Optional.empty()
                : Optional.of(new Baseline(
                        yaml(text),
                        "branch main",
                        Optional.empty(),
                        Optional.of(NOW.minus(Duration.ofDays(10))),
                        Map.of()));
    }

    private static Verdict evaluate(String gate, GateInput input) throws Exception {
        return new Gate(GateFile.parse(gate, "gate.yaml").policy()).evaluate(input);
    }

    private static Verdict evaluate(String criterion, String candidate, String baseline) throws Exception {
        return evaluate("criteria: [" + criterion + "]", GateInput.of(yaml(candidate), baseline(baseline), NOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // absolute bounds are inclusive
                "{metric: acc, min: 0.92} | acc: 0.92                 | - | PASSED",
                "{metric: acc, min: 0.92} | acc: 0.920                | - | PASSED",
                "{metric: acc, min: 0.92} | acc: 0.9199999999999999999 | - | FAILED",
                "{metric: ms, max: 50}    | ms: 50                    | - | PASSED",
                "{metric: ms, max: 50}    | ms: 50.0000000000000000001 | - | FAILED",
                "{metric: foo, min: 1, max: 2} | foo: 1.5             | - | PASSED",
                "{metric: foo, min: 1, max: 2} | foo: 2.5             | - | FAILED",
                // higher is better: v >= b - e
                "{metric: acc, maxRegression: 0.005} | acc: 0.945    | acc: 0.95 | PASSED",
                "{metric: acc, maxRegression: 0.005} | acc: 0.9449   | acc: 0.95 | FAILED",
                "{metric: acc, maxRegression: 0.005} | acc: 0.99     | acc: 0.95 | PASSED",
                "{metric: acc, maxRegression: 0}     | acc: 0.95     | acc: 0.950 | PASSED",
                // 0.3 - 0.1 in binary floating point is below 0.2
                "{metric: acc, maxRegression: 0.1}   | acc: 0.2      | acc: 0.3 | PASSED",
                // lower is better: v <= b + e
                "{metric: loss, maxRegression: 0.1}  | loss: 0.6     | loss: 0.5 | PASSED",
                "{metric: loss, maxRegression: 0.1}  | loss: 0.61    | loss: 0.5 | FAILED",
                // percent of the absolute value of the baseline
                "{metric: acc, maxRegressionPct: 10} | acc: 0.81     | acc: 0.9 | PASSED",
                "{metric: acc, maxRegressionPct: 10} | acc: 0.8099   | acc: 0.9 | FAILED",
                "{metric: loss, maxRegressionPct: 10} | loss: 0.55   | loss: 0.5 | PASSED",
                "{metric: loss, maxRegressionPct: 10} | loss: 0.5501 | loss: 0.5 | FAILED",
                "{metric: loss, maxRegressionPct: 10} | loss: -0.9   | loss: -1 | PASSED",
                "{metric: loss, maxRegressionPct: 10} | loss: -0.89  | loss: -1 | FAILED",
                // a percentage of 0 is 0
                "{metric: acc, maxRegressionPct: 10} | acc: 0        | acc: 0 | PASSED",
                "{metric: acc, maxRegressionPct: 10} | acc: -0.0001  | acc: 0 | FAILED",
                "{metric: loss, maxRegressionPct: 10} | loss: 0.0001 | loss: 0 | FAILED",
                "{metric: acc, minImprovementPct: 10} | acc: 0       | acc: 0 | PASSED",
                // improvement
                "{metric: acc, minImprovement: 0}    | acc: 0.95     | acc: 0.95 | PASSED",
                "{metric: acc, minImprovement: 0}    | acc: 0.9499   | acc: 0.95 | FAILED",
                "{metric: acc, minImprovement: 0.01} | acc: 0.96     | acc: 0.95 | PASSED",
                "{metric: acc, minImprovement: 0.01} | acc: 0.9599   | acc: 0.95 | FAILED",
                "{metric: loss, minImprovement: 0.1} | loss: 0.4     | loss: 0.5 | PASSED",
                "{metric: loss, minImprovement: 0.1} | loss: 0.41    | loss: 0.5 | FAILED",
                "{metric: loss, minImprovementPct: 20} | loss: 0.4   | loss: 0.5 | PASSED",
                "{metric: loss, minImprovementPct: 20} | loss: 0.41  | loss: 0.5 | FAILED",
                // a given direction beats the name
                "{metric: acc, maxRegression: 0, higherIsBetter: false} | acc: 0.9  | acc: 0.95 | PASSED",
                "{metric: foo, maxRegression: 0, higherIsBetter: true}  | foo: 0.9  | foo: 0.95 | FAILED",
                // what cannot be checked fails
                "{metric: acc, min: 0}    | acc: .nan   | - | FAILED",
                "{metric: acc, min: 0}    | acc: .inf   | - | FAILED",
                "{metric: loss, max: 0}   | loss: -.inf | - | FAILED",
                "{metric: acc, min: 0}    | acc: true   | - | FAILED",
                "{metric: acc, min: 0}    | acc: '0.99' | - | FAILED",
                "{metric: acc, min: 0}    | acc: null   | - | FAILED",
                "{metric: acc, min: 0}    | {}          | - | FAILED",
                "{metric: acc, min: 0}    | a: {acc: 1} | - | FAILED",
                "{metric: '*.gap', max: 1} | acc: 1     | - | FAILED",
                "{metric: acc, maxRegression: 0.1} | acc: 0.9 | acc: .nan    | FAILED",
                "{metric: acc, maxRegression: 0.1} | acc: 0.9 | acc: .inf    | FAILED",
                "{metric: acc, maxRegression: 0.1} | acc: 0.9 | acc: '0.9'   | FAILED",
                "{metric: acc, maxRegression: 0.1} | {}       | acc: 0.9     | FAILED",
                "{metric: '*x', maxRegression: 1}  | foox: 1  | foox: 1      | FAILED",
                // severity
                "{metric: acc, min: 1, severity: warn} | acc: 0 | - | WARNING",
                "{metric: acc, min: 1, severity: warn} | {}     | - | WARNING",
                // first run: warn unless told otherwise
                "{metric: acc, maxRegression: 0.1} | acc: 0.9 | -             | WARNING",
                "{metric: acc, maxRegression: 0.1} | acc: 0.9 | other: 1      | WARNING",
                "{metric: acc, min: 0.95, maxRegression: 0.1} | acc: 0.9 | -  | FAILED",
            })
    void shouldDecide(String criterion, String candidate, String baseline, Status expected) throws Exception {
        Verdict verdict = evaluate(criterion, candidate, baseline);
        assertThat(verdict.status()).as(verdict.toString()).isEqualTo(expected);
        assertThat(verdict.checks()).isNotEmpty().allSatisfy(check -> assertThat(check.message())
                .isNotBlank());
    }

    @Test
    void shouldCheckEachMatchOfAPatternAndMissNoSliceOfTheBaseline() throws Exception {
        Verdict verdict = evaluate(
                "{metric: fairness.*.gap, max: 0.05, maxRegression: 0}",
                "fairness: {women: {gap: 0.04}, young: {gap: 0.06, n: 3}}",
                "fairness: {women: {gap: 0.04}, old: {gap: 0.01}, young: {gap: 0.06}}");
        assertThat(verdict.checks())
                .extracting(Check::subject, Check::rule, Check::outcome)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("fairness.women.gap", "max 0.05", Check.Outcome.PASSED),
                        org.assertj.core.groups.Tuple.tuple(
                                "fairness.women.gap", "maxRegression 0", Check.Outcome.PASSED),
                        org.assertj.core.groups.Tuple.tuple("fairness.young.gap", "max 0.05", Check.Outcome.FAILED),
                        org.assertj.core.groups.Tuple.tuple(
                                "fairness.young.gap", "maxRegression 0", Check.Outcome.PASSED),
                        org.assertj.core.groups.Tuple.tuple(
                                "fairness.old.gap", "max 0.05, maxRegression 0", Check.Outcome.FAILED));
    }

    @Test
    void shouldAskForTheFileWhereTwoHaveTheName() throws Exception {
        Snapshot two = MetricReader.read("acc: 0.9", "a.yaml").plus(MetricReader.read("acc: 0.8", "b.yaml"));
        GateInput input = GateInput.of(two, Optional.empty(), NOW);
        Verdict ambiguous = evaluate("criteria: [{metric: acc, min: 0.1}]", input);
        assertThat(ambiguous.status()).isEqualTo(Status.FAILED);
        assertThat(ambiguous.checks().get(0).message()).contains("a.yaml:acc, b.yaml:acc");
        assertThat(evaluate("criteria: [{metric: 'b.yaml:acc', min: 0.8}]", input)
                        .status())
                .isEqualTo(Status.PASSED);
        assertThat(evaluate("criteria: [{metric: 'a*', min: 0.1}]", input).checks())
                .hasSize(2);
    }

    @Test
    void shouldSuggestTheNameThatWasMeant() throws Exception {
        assertThat(evaluate("{metric: acuracy, min: 0.1}", "accuracy: 0.9", "-")
                        .checks()
                        .get(0)
                        .message())
                .isEqualTo("there is no metric 'acuracy' among the 1 of the evaluation; did you mean 'accuracy'?");
    }

    @Test
    void shouldShowTheBoundAndBothValues() throws Exception {
        Check check = evaluate("{metric: acc, maxRegressionPct: 1}", "acc: 0.9", "acc: 0.95")
                .checks()
                .get(0);
        assertThat(check.limit().orElseThrow()).isEqualByComparingTo("0.9405");
        assertThat(check.observed().orElseThrow().display()).isEqualTo("0.9");
        assertThat(check.baseline().orElseThrow().display()).isEqualTo("0.95");
        assertThat(check.message())
                .isEqualTo("acc is 0.9 against 0.95 of the baseline (branch main); needed is at least 0.9405");
        assertThat(evaluate("{metric: acc, maxRegressionPct: 1}", "acc: 0", "acc: 0")
                        .checks()
                        .get(0)
                        .message())
                .contains("a percentage of a baseline of 0 is 0");
    }

    @ParameterizedTest
    @CsvSource({"pass, PASSED, SKIPPED", "warn, WARNING, FAILED", "fail, FAILED, FAILED"})
    void shouldFollowFirstRun(String firstRun, Status status, Check.Outcome outcome) throws Exception {
        for (String rule : List.of("maxRegression: 0", "minImprovementPct: 1", "window: {builds: 3, sigma: 2}")) {
            String gate = "firstRun: " + firstRun + "\ncriteria: [{metric: acc, " + rule + "}]";
            Verdict verdict = evaluate(gate, GateInput.of(yaml("acc: 0.9"), Optional.empty(), NOW));
            assertThat(verdict.status()).isEqualTo(status);
            assertThat(verdict.checks()).hasSize(1);
            assertThat(verdict.checks().get(0).outcome()).isEqualTo(outcome);
            assertThat(verdict.checks().get(0).message()).contains("firstRun: " + firstRun);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // mean 10, standard deviation 1 of the last three
                "acc  | 8     | PASSED",
                "acc  | 7.999 | FAILED",
                "acc  | 99    | PASSED",
                "loss | 12    | PASSED",
                "loss | 12.01 | FAILED",
                "loss | -99   | PASSED",
            })
    void shouldBoundByTheHistoryOfTheJob(String name, String value, Status expected) throws Exception {
        List<Snapshot> history = new ArrayList<>();
        for (String earlier : List.of("1000", "9", "10", ".nan", "'x'", "11")) {
            history.add(yaml(name + ": " + earlier));
        }
        history.add(yaml("unrelated: 1"));
        GateInput input =
                GateInput.of(yaml(name + ": " + value), Optional.empty(), NOW).withHistory(history);
        Verdict verdict = evaluate("criteria: [{metric: " + name + ", window: {builds: 3, sigma: 2}}]", input);
        assertThat(verdict.status()).as(verdict.toString()).isEqualTo(expected);
    }

    @Test
    void shouldHoldAWindowWithoutSpread() throws Exception {
        List<Snapshot> history = List.of(yaml("acc: 0.1"), yaml("acc: 0.10"), yaml("acc: 0.1"));
        GateInput same = GateInput.of(yaml("acc: 0.1"), Optional.empty(), NOW).withHistory(history);
        assertThat(evaluate("criteria: [{metric: acc, window: {builds: 3, sigma: 3}}]", same)
                        .status())
                .isEqualTo(Status.PASSED);
        assertThat(evaluate("criteria: [{metric: acc, window: {builds: 4, sigma: 3}}]", same)
                        .status())
                .isEqualTo(Status.WARNING);
    }

    @ParameterizedTest
    @CsvSource({"10d, PASSED", "P10D, PASSED", "240h, PASSED", "239h, FAILED", "9d, FAILED", "1w, FAILED", "2w, PASSED"
    })
    void shouldRefuseAStaleBaseline(String maxAge, Status expected) throws Exception {
        String gate = "maxBaselineAge: " + maxAge + "\ncriteria: [{metric: acc, min: 0}]";
        assertThat(evaluate(gate, GateInput.of(yaml("acc: 1"), baseline("acc: 1"), NOW))
                        .status())
                .isEqualTo(expected);
        Baseline ageless = new Baseline(yaml("acc: 1"), "file x", Optional.empty(), Optional.empty(), Map.of());
        assertThat(evaluate(gate, GateInput.of(yaml("acc: 1"), Optional.of(ageless), NOW))
                        .status())
                .isEqualTo(Status.FAILED);
        assertThat(evaluate(gate, GateInput.of(yaml("acc: 1"), Optional.empty(), NOW))
                        .status())
                .isEqualTo(Status.PASSED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true          | data/test=a,data/train=b | data/test=a,data/train=b | PASSED",
                "true          | data/test=a,data/train=b | data/test=a,data/train=c | FAILED",
                "true          | data/test=a              | data/test=a,data/train=c | FAILED",
                "[data/test]   | data/test=a,data/train=b | data/test=a,data/train=c | PASSED",
                "[data]        | data/test=a              | data/test=b              | FAILED",
                "[data/te]     | data/test=a              | data/test=a              | FAILED",
                "true          | ''                       | data/test=a              | FAILED",
                "true          | data/test=a              | ''                       | FAILED",
                "false         | data/test=a              | data/test=b              | PASSED",
            })
    void shouldCompareOnTheSameData(String same, String ours, String theirs, Status expected) throws Exception {
        Baseline baseline =
                new Baseline(yaml("acc: 1"), "branch main", Optional.empty(), Optional.empty(), hashes(theirs));
        GateInput input =
                GateInput.of(yaml("acc: 1"), Optional.of(baseline), NOW).withEvaluationData(hashes(ours));
        Verdict verdict = evaluate("sameEvaluationData: " + same + "\ncriteria: [{metric: acc, min: 0}]", input);
        assertThat(verdict.status()).as(verdict.toString()).isEqualTo(expected);
    }

    private static Map<String, String> hashes(String text) {
        Map<String, String> hashes = new java.util.TreeMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split(",")) {
            hashes.put(pair.split("=")[0], pair.split("=")[1]);
        }
        return hashes;
    }

    @Test
    void shouldCountEvidenceOfOtherTools() throws Exception {
        List<Check> evidence = Reports.read("<testsuite><testcase name='a'><failure/></testcase></testsuite>", "t.xml");
        GateInput input = GateInput.of(yaml("acc: 1"), Optional.empty(), NOW).withEvidence(evidence);
        assertThat(evaluate("criteria: [{metric: acc, min: 0}]", input).status())
                .isEqualTo(Status.FAILED);
    }
}

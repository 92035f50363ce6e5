package io.jenkins.plugins.mlops.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.metrics.Direction;
import io.jenkins.plugins.mlops.metrics.Directions;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriterionTest {

    @Test
    void shouldReadAMapOfAPipelineScript() {
        Criterion criterion = Criterion.fromMap(
                Map.of(
                        "metric",
                        new StringBuilder("latency"),
                        "max",
                        50,
                        "maxRegressionPct",
                        2.5,
                        "window",
                        Map.of("builds", 5, "sigma", new BigDecimal("3")),
                        "higherIsBetter",
                        false,
                        "severity",
                        "warn"),
                "criteria[0]");
        assertThat(criterion.metric()).hasToString("latency");
        assertThat(criterion.rules())
                .extracting(Rule::text)
                .containsExactly("max 50", "maxRegressionPct 2.5", "window of 5 builds, 3 sigma");
        assertThat(criterion.direction()).contains(Direction.LOWER_IS_BETTER);
        assertThat(criterion.severity()).isEqualTo(Severity.WARN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{min: 1}                                         | 1 | needs 'metric'",
                "{metric: '', min: 1}                             | 1 | needs 'metric'",
                "{metric: a}                                      | 1 | holds nothing; add min, max",
                "{metric: a, maxregression: 0.1}                  | 1 | did you mean maxRegression?",
                "{metric: a, max_regression_pct: 0.1}             | 1 | did you mean maxRegressionPct?",
                "{metric: a, Min: 0.1}                            | 1 | did you mean min?",
                "{metric: a, quux: 0.1}                           | 1 | known are metric, min, max",
                "{metric: a, min: high}                           | 1 | expected min to be a finite number but found text",
                "{metric: a, min: '0.9'}                          | 1 | expected min to be a finite number but found text",
                "{metric: a, max: .nan}                           | 1 | finite number",
                "{metric: a, max: true}                           | 1 | found a boolean",
                "{metric: a, min: 2, max: 1}                      | 1 | min 2 is above max 1",
                "{metric: a, maxRegression: -0.1}                 | 1 | write minImprovement: 0.1",
                "{metric: a, minImprovementPct: -5}               | 1 | write maxRegressionPct: 5",
                "{metric: a, window: {builds: 1, sigma: 3}}       | 1 | builds is 1 but has to be a whole number from 2",
                "{metric: a, window: {builds: 2.5, sigma: 3}}     | 1 | builds is 2.5",
                "{metric: a, window: {builds: 5}}                 | 1 | needs 'sigma'",
                "{metric: a, window: {build: 5, sigma: 1}}        | 1 | did you mean builds?",
                "{metric: a, window: {builds: 5, sigma: -1}}      | 1 | cannot be negative",
                "{metric: a, window: 5}                           | 1 | expected window to be a mapping",
                "{metric: a, min: 1, severity: error}             | 1 | has to be one of fail, warn",
                "{metric: a, min: 1, higherIsBetter: 'no'}        | 1 | true or false",
                "accuracy                                         | 1 | expected a criterion to be a mapping",
            })
    void shouldSayWhatToWriteInstead(String yaml, int line, String message) {
        Assertions.assertThatThrownBy(() -> Criterion.fromNode(Documents.yaml(yaml, "gate.yaml")))
                .hasMessageStartingWith("gate.yaml:" + line + ":")
                .hasMessageContaining(message);
    }

    @Test
    void shouldNameTheArgumentOfAScript() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Criterion.fromMap(Map.of("metric", "a", "min", Double.NaN), "criteria[3]"))
                .withMessage("criteria[3]: expected min to be a finite number but found a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Criterion.fromMap(Map.of("metric", "a", "min", new Object()), "criteria[3]"))
                .withMessageContaining("java.lang.Object is not supported");
    }

    @Test
    void shouldRefuseARelativeRuleOfUnknownDirectionAtOnce() {
        Criterion criterion = Criterion.fromMap(Map.of("metric", "foo", "maxRegression", 1), "criteria[0]");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Gate(new GatePolicy(List.of(criterion), Directions.byName(), BaselineRules.DEFAULT)))
                .withMessageContaining("add higherIsBetter: true or higherIsBetter: false");
        new Gate(new GatePolicy(
                List.of(criterion), Directions.given(Map.of("f*", Direction.LOWER_IS_BETTER)), BaselineRules.DEFAULT));
    }
}

package io.jenkins.plugins.mlops.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.metrics.Direction;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateFileTest {

    private static final String WHOLE =
            """
            metrics: metrics/eval.json
            baseline: {branch: main}
            firstRun: fail
            maxBaselineAge: 30d
            sameEvaluationData: [data/test]
            directions:
              score: higher
              cost.*: lower
            criteria:
              - metric: accuracy
                min: 0.92
                maxRegression: 0.005
              - {metric: fairness.*.gap, max: 0.05}
              - {metric: score, minImprovementPct: 1, severity: warn}
              - {metric: loss, window: {builds: 10, sigma: 3}}
            reports: ["reports/*.xml"]
            predictions:
              candidate: predictions.csv
              baseline: baseline.csv
              label: y
              test: bootstrap
              alpha: 0.01
            """;

    private static JsonSchema schema;

    @BeforeAll
    static void readSchema() throws Exception {
        try (InputStream in = GateFile.class.getResourceAsStream("gate.schema.json")) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in);
        }
    }

    private static boolean schemaAccepts(String yaml) {
        return schema.validate(yaml, InputFormat.YAML).isEmpty();
    }

    @Test
    void shouldReadAWholeGate() throws Exception {
        GateFile gate = GateFile.parse(WHOLE, "gate.yaml");
        assertThat(gate.metrics()).containsExactly("metrics/eval.json");
        assertThat(gate.baseline()).contains(new BaselineChoice(BaselineChoice.Kind.BRANCH, "main", Optional.empty()));
        assertThat(gate.policy().criteria()).hasSize(4);
        assertThat(gate.policy().directions().of("cost.gpu")).isEqualTo(Direction.LOWER_IS_BETTER);
        assertThat(gate.policy().baselineRules())
                .isEqualTo(
                        new BaselineRules(FirstRun.FAIL, Optional.of(Duration.ofDays(30)), true, List.of("data/test")));
        assertThat(gate.reports()).containsExactly("reports/*.xml");
        assertThat(gate.predictions().orElseThrow().examples().sampling().alpha())
                .isEqualTo(0.01);
        assertThat(schema.validate(WHOLE, InputFormat.YAML)).isEmpty();
    }

    @Test
    void shouldReadTheArgumentsOfAPipelineStep() {
        GateFile gate = GateFile.fromMap(
                Map.of(
                        "baseline", Map.of("build", 41, "job", "fraud"),
                        "criteria", List.of(Map.of("metric", "acc", "min", 0.5))),
                "qualityGate");
        assertThat(gate.baseline()).contains(new BaselineChoice(BaselineChoice.Kind.BUILD, "41", Optional.of("fraud")));
        assertThat(gate.policy().baselineRules()).isEqualTo(BaselineRules.DEFAULT);
        assertThatThrownBy(() -> GateFile.fromMap(
                        Map.of("criteria", List.of(Map.of("metric", "acc"), Map.of("metrik", "a"))), "qualityGate"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** What the reader refuses, the schema refuses too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                             | 1:1  | checks nothing",
                "{criteria: []}                                                 | 1:12 | checks nothing",
                "{criteria: {metric: a, min: 1}}                                | 1:12 | expected criteria to be a list",
                "{criterias: [{metric: a, min: 1}]}                             | 1:13 | did you mean criteria?",
                "{criteria: [{metric: a, min: 1}, {metric: a}]}                 | 1:43 | holds nothing",
                "{criteria: [{metric: a, min: x}]}                              | 1:30 | finite number",
                "{criteria: [{metric: a, maxRegression: -1}]}                   | 1:40 | cannot be negative",
                "{criteria: [{metric: a, min: 1, severity: bad}]}               | 1:43 | one of fail, warn",
                "{criteria: [{metric: a, window: {builds: 1, sigma: 1}}]}       | 1:42 | whole number from 2",
                "{criteria: [{metric: a, min: 1}], firstRun: skip}              | 1:45 | one of fail, pass, warn",
                "{criteria: [{metric: a, min: 1}], maxBaselineAge: 30}          | 1:51 | duration like 30d",
                "{criteria: [{metric: a, min: 1}], maxBaselineAge: soon}        | 1:51 | duration like 30d",
                "{criteria: [{metric: a, min: 1}], sameEvaluationData: maybe}   | 1:55 | true or false",
                "{criteria: [{metric: a, min: 1}], directions: {a: up}}         | 1:51 | one of higher, lower",
                "{criteria: [{metric: a, min: 1}], baseline: {}}                | 1:45 | needs one of branch",
                "{criteria: [{metric: a, min: 1}], baseline: main}              | 1:45 | expected baseline to be a mapping",
                "{criteria: [{metric: a, min: 1}], baseline: {branch: a, tag: b}} | 1:62 | not both",
                "{criteria: [{metric: a, min: 1}], baseline: {branch: a, job: b}} | 1:62 | job goes with build",
                "{criteria: [{metric: a, min: 1}], baseline: {brnch: a}}        | 1:53 | did you mean branch?",
                "{criteria: [{metric: a, min: 1}], baseline: {branch: ''}}      | 1:54 | is empty",
                "{predictions: {candidate: a.csv}}                              | 1:15 | need 'baseline'",
                "{predictions: {candidate: a.csv, baseline: b.csv, score: mae}} | 1:58 | test: bootstrap",
                "{predictions: {candidate: a.csv, baseline: b.csv, alpha: 1}}   | 1:58 | between 0 and 1",
                "{reports: []}                                                  | 1:1  | checks nothing",
                "[]                                                             | 1:1  | expected a gate to be a mapping",
            })
    void shouldRefuseWithThePlaceAsTheSchemaDoes(String yaml, String place, String message) {
        assertThatThrownBy(() -> GateFile.parse(yaml, "gate.yaml"))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("gate.yaml:" + place + ":")
                .hasMessageContaining(message);
        assertThat(schemaAccepts(yaml)).isFalse();
    }

    /** What a schema cannot say. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{criteria: [{metric: foo, maxRegression: 1}]}     | add higherIsBetter",
                "{criteria: [{metric: acc, min: 2, max: 1}]}       | min 2 is above max 1",
            })
    void shouldRefuseContradictions(String yaml, String message) {
        assertThatThrownBy(() -> GateFile.parse(yaml, "gate.yaml"))
                .hasMessageStartingWith("gate.yaml:1:")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{criteria: [{metric: a, min: 1}]}",
                "{criteria: [{metric: a, min: 1, max: 1e3, higherIsBetter: true}], directions: {}}",
                "{criteria: [{metric: acc, maxRegressionPct: 0, window: {builds: 2, sigma: 0}}], maxBaselineAge: P30D}",
                "{criteria: [{metric: a, min: 1}], sameEvaluationData: true, maxBaselineAge: 2w}",
                "{criteria: [{metric: a, min: 1}], baseline: {build: 41, job: fraud}}",
                "{criteria: [{metric: a, min: 1}], baseline: {mlflow: 'models:/fraud@champion'}}",
                "{reports: 'out/*.json'}",
                "{predictions: {candidate: a.csv, baseline: b.csv, test: bootstrap, score: mae, resamples: 100, seed: 7}}",
            })
    void shouldAcceptWhatTheSchemaAccepts(String yaml) throws Exception {
        GateFile.parse(yaml, "gate.yaml");
        assertThat(schema.validate(yaml, InputFormat.YAML)).isEmpty();
    }

    @Test
    void shouldGatherEvidence(@TempDir Path root) throws Exception {
        Files.writeString(root.resolve("t.xml"), "<testsuite><testcase name='a'/></testsuite>");
        Files.writeString(root.resolve("a.csv"), "label,prediction\n1,1\n");
        GateFile gate = GateFile.parse(
                "{reports: [t.xml, none.xml], predictions: {candidate: a.csv, baseline: a.csv}}", "gate.yaml");
        assertThat(gate.evidence(root))
                .extracting(Check::outcome)
                .containsExactly(Check.Outcome.PASSED, Check.Outcome.FAILED, Check.Outcome.PASSED);
    }

    @Test
    void shouldTakeAFileForABaseline(@TempDir Path root) throws Exception {
        FileBaseline source = new FileBaseline(root, "base.json");
        assertThat(source.find()).isEmpty();
        Files.writeString(root.resolve("base.json"), "{\"acc\": 0.9}");
        Baseline baseline = source.find().orElseThrow();
        assertThat(baseline.description()).isEqualTo("file base.json");
        assertThat(baseline.snapshot().value("acc")).isPresent();
        assertThat(baseline.timestamp()).isPresent();
        assertThatThrownBy(() -> new FileBaseline(root, "../base.json").find())
                .hasMessageContaining("stay in the workspace");
    }
}

package io.jenkins.plugins.mlops.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportJsonTest {

    private static final JsonSchema SCHEMA = schema();

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Reports.resource("report.schema.json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldWriteWhatItRead() throws Exception {
        assertThat(Reports.sample().toJson()).isEqualTo(Reports.resource("sample.json"));
    }

    @Property(tries = 60)
    void shouldRoundTripAndFollowTheSchema(@ForAll @IntRange(min = 0) int seed) throws Exception {
        Random random = new Random(seed);
        EvaluationReport report = Reports.random(random, 4, () -> HostileText.next(random));
        String json = report.toJson();
        assertThat(EvaluationReport.read(json, "report.json")).isEqualTo(report);
        assertThat(SCHEMA.validate(json, InputFormat.JSON)).isEmpty();
    }

    @Test
    void shouldRejectByTheSchemaWhatIsNoReport() throws Exception {
        String json =
                Reports.resource("sample.json").replaceFirst("\"outcome\" *: *\"failed\"", "\"outcome\": \"maybe\"");
        assertThat(SCHEMA.validate(json, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void shouldKeepNumbersAsNumbersWithTheirDigits() throws Exception {
        String json = Reports.sample().toJson();
        assertThat(json).contains("\"observed\": 0.9123,").doesNotContain("\"0.9123\"");
        Value observed = EvaluationReport.read(json, "f")
                .verdict()
                .checks()
                .get(0)
                .observed()
                .orElseThrow();
        assertThat(observed).isEqualTo(new Value.Numeric(new BigDecimal("0.9123")));
    }

    @Test
    void shouldIgnoreUnknownFields() throws Exception {
        String json = Reports.resource("sample.json")
                .replaceFirst("\\{", "{ \"later\": {\"x\": [1]},")
                .replaceFirst("\"subject\"", "\"weight\": 3, \"subject\"");
        assertThat(EvaluationReport.read(json, "f")).isEqualTo(Reports.sample());
        assertThat(SCHEMA.validate(json, InputFormat.JSON)).isEmpty();
    }

    @Test
    void shouldNotCallPassedWhatWasNotChecked() {
        EvaluationReport report = EvaluationReport.of(
                "t",
                Instant.EPOCH,
                Section.named("").verdict(new Verdict(List.of())).build());
        assertThat(report.toJson()).contains("\"status\": \"not_checked\"");
        assertThat(report.headline()).isEqualTo("Not checked: no gate ran.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"schemaVersion\": 2}; f.json:1:1: the report has schemaVersion 2, this version reads up to 1",
                "{\"schemaVersion\": 1}; f.json:1:1: the object has no field title",
                "[]; f.json:1:1: expected the report to be a mapping but found a list",
                "{\"schemaVersion\": 1, \"title\": 3}; f.json:1:31: expected title to be text but found a number",
                "{\"schemaVersion\": 1, \"title\": \"t\", \"created\": \"today\"}; expected created to be a time",
            })
    void shouldSayWhereAReportIsWrong(String json, String message) {
        assertThatThrownBy(() -> EvaluationReport.read(json, "f.json"))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining(message);
    }

    /** Cut or changed anywhere, a report is read or refused, but nothing else. */
    @Property(tries = 150)
    void shouldFailCleanlyOnDamage(@ForAll @IntRange(min = 0) int seed) throws Exception {
        StringBuilder json = new StringBuilder(Reports.resource("sample.json"));
        Random random = new Random(seed);
        String[] damage = {"", "-1", "null", "[]", "{}", "\"x\"", "1e308", "}", ","};
        for (int i = 0; i < 3; i++) {
            int at = random.nextInt(json.length() - 10);
            json.replace(at, at + random.nextInt(10), damage[random.nextInt(damage.length)]);
        }
        try {
            EvaluationReport.read(json.toString(), "f.json").toHtml();
        } catch (DocumentException e) {
            assertThat(e).hasMessageStartingWith("f.json");
        }
    }
}

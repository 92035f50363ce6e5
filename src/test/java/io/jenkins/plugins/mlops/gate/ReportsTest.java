package io.jenkins.plugins.mlops.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.document.DocumentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportsTest {

    private static final List<String> SAMPLES = List.of(
            "great-expectations-0.18-validation.json",
            "great-expectations-1-validation.json",
            "great-expectations-1-checkpoint.json",
            "evidently-0.7-run.json",
            "evidently-legacy-test-suite.json",
            "evidently-legacy-report.json",
            "anomalies.pbtxt",
            "anomalies-none.pbtxt",
            "anomalies.json",
            "pytest.xml",
            "scan.sarif",
            "trivy.json");

    private static String sample(String name) throws IOException {
        try (InputStream in = ReportsTest.class.getResourceAsStream("reports/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> read(String name) throws IOException {
        return Reports.read(sample(name), name).stream()
                .map(check -> check.outcome() + " " + check.severity() + " " + check.subject() + " | " + check.rule()
                        + " | " + check.message())
                .toList();
    }

    @Test
    void shouldReadGreatExpectations() throws Exception {
        assertThat(read("great-expectations-0.18-validation.json"))
                .containsExactlyInAnyOrder(
                        "FAILED FAIL age | expect_column_values_to_not_be_null | does not hold: 1 unexpected values of 4",
                        "FAILED FAIL age | expect_column_mean_to_be_between | does not hold: of 4 observed 39.666666666666664",
                        "PASSED FAIL label | expect_column_values_to_be_in_set | holds");
        assertThat(read("great-expectations-1-validation.json"))
                .containsExactlyInAnyOrder(
                        "FAILED FAIL nope | expect_column_mean_to_be_between | could not be checked: Error: The column \"nope\" in BatchData does not exist.",
                        "FAILED FAIL age | expect_column_values_to_not_be_null | does not hold: 1 unexpected values of 4",
                        "FAILED WARN label | expect_column_values_to_be_in_set | does not hold: 1 unexpected values of 4",
                        "PASSED FAIL table | expect_table_row_count_to_be_between | holds");
        assertThat(read("great-expectations-1-checkpoint.json"))
                .hasSize(4)
                .anyMatch(line -> line.startsWith("PASSED FAIL table"));
    }

    @Test
    void shouldReadEvidently() throws Exception {
        assertThat(read("evidently-0.7-run.json"))
                .hasSize(5)
                .contains(
                        "FAILED FAIL Value Drift for column age | Evidently | Drift score is 0.00. The drift detection method is K-S p_value. The drift threshold is 0.05.",
                        "FAILED FAIL Row count in dataset: Greater or Equal 1000.000 | Evidently | Row count in dataset: Actual value 300.000 < 1000.000")
                .filteredOn(line -> line.startsWith("PASSED"))
                .hasSize(2);
        assertThat(read("evidently-legacy-test-suite.json"))
                .hasSize(4)
                .anyMatch(line -> line.startsWith("FAILED FAIL Drift per Column: age |"))
                .anyMatch(line -> line.startsWith("PASSED FAIL Drift per Column: income |"));
        assertThat(read("evidently-legacy-report.json"))
                .contains("FAILED FAIL DatasetDriftMetric | Evidently | DatasetDriftMetric found drift");
        assertThat(read("evidently-0.7-run-without-tests.json"))
                .singleElement()
                .asString()
                .startsWith("FAILED FAIL tests");
    }

    @Test
    void shouldReadTfdvAnomalies() throws Exception {
        assertThat(read("anomalies.pbtxt"))
                .containsExactly(
                        "FAILED FAIL payment_type | TFDV: Unexpected string values | Examples contain values missing from the schema: Prcard (<1%). ",
                        "FAILED WARN company | TFDV: Column dropped | caf\u00e9: the feature has too few values");
        assertThat(read("anomalies-none.pbtxt")).containsExactly("PASSED FAIL dataset | TFDV | no anomalies");
        assertThat(read("anomalies.json")).singleElement().asString().startsWith("FAILED FAIL payment_type");
    }

    @Test
    void shouldReadJUnit() throws Exception {
        assertThat(read("pytest.xml"))
                .containsExactly(
                        "FAILED FAIL test_model.test_bias | JUnit | AssertionError: the gap is too large\nassert 0.2 < 0.1",
                        "FAILED FAIL test_model.test_load | JUnit | failed on setup with \"RuntimeError: no model file\"");
        assertThat(Reports.read(
                        "<testsuite><testcase name='a'/><testcase name='b'><skipped/></testcase></testsuite>", "t.xml"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.outcome()).isEqualTo(Check.Outcome.PASSED);
                    assertThat(check.message()).isEqualTo("1 tests passed, 0 failed, 1 skipped");
                });
        assertThat(Reports.read("<testsuites/>", "t.xml")).singleElement().matches(Check::failed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t.xml  | <testsuite><testcase></testsuite>                | t.xml:1:     | not valid XML",
                "t.xml  | <html/>                                          | t.xml:1:1:   | not a report of a known tool",
                "t.json | {\"a\": 1}                                       | t.json:1:1:  | known are Great Expectations, Evidently",
                "t.json | {\"success\": true, \"results\": [1]}            | t.json:1:31: | an expectation's result",
                "t.json | {\"success\": true, \"results\": [{}]}           | t.json:1:31: | without its type",
                "t.json | {\"tests\": [{\"name\": \"x\"}]}                 | t.json:1:12: | without a status",
                "t.json | {\"tests\":                                      | t.json:1:    | JSON",
                "t.txt  | anomaly_info { key: \"a                          | t.txt:1:     | without an end",
                "t.txt  | anomaly_info { key: \"a\"                        | t.txt:1:     | the text ends before",
                "t.txt  | ''                                               | t.txt:1:1:   | not a report",
            })
    void shouldNameThePlaceOfAnError(String file, String text, String start, String contained) {
        assertThatThrownBy(() -> Reports.read(text, file))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(start)
                .hasMessageContaining(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><testsuite/>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><testsuite><testcase name='&x;'/></testsuite>",
                "<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><testsuite>&b;</testsuite>",
            })
    void shouldRefuseADoctype(String xml) {
        assertThatThrownBy(() -> Reports.read(xml, "t.xml"))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("t.xml:1:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<testsuite>", "anomaly_info {", "{\"a\":", " ", "# x\n"})
    void shouldSurviveHostileNesting(String opening) {
        assertThatThrownBy(() -> Reports.read(opening.repeat(100_000), "t")).isInstanceOf(DocumentException.class);
    }

    @Property(tries = 300)
    void shouldReadAnyPartOfAReportOrSayWhyNot(
            @ForAll @IntRange(max = 9) int which, @ForAll @IntRange(max = 6000) int cut, @ForAll char noise)
            throws IOException {
        String text = sample(SAMPLES.get(which));
        int at = Math.min(cut, text.length());
        for (String broken : List.of(text.substring(0, at), text.substring(0, at) + noise + text.substring(at))) {
            try {
                Reports.read(broken, "report");
            } catch (DocumentException e) {
                assertThat(e).hasMessageStartingWith("report");
            }
        }
    }

    @Test
    void shouldFindReportsByPattern(@TempDir Path root) throws Exception {
        Files.createDirectories(root.resolve("out/deep"));
        Files.writeString(root.resolve("out/deep/a.xml"), "<testsuite><testcase name='a'/></testsuite>");
        Files.writeString(root.resolve("b.xml"), "<testsuite><testcase name='b'/></testsuite>");
        Reports reports = new Reports(root);
        assertThat(reports.checks(List.of("**/*.xml")))
                .extracting(Check::source)
                .containsExactly("b.xml", "out/deep/a.xml");
        assertThat(reports.checks(List.of("out/*.xml"))).singleElement().matches(Check::failed);
        assertThatThrownBy(() -> reports.checks(List.of("{a")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("{a");
    }
}

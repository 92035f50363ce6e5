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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScannerReportsTest {

    private static String sample(String name) throws IOException {
        try (InputStream in = ScannerReportsTest.class.getResourceAsStream("reports/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> lines(List<Check> checks) {
        return checks.stream()
                .map(check -> check.outcome() + " " + check.subject() + " | " + check.rule() + " | " + check.message())
                .toList();
    }

    @Test
    void shouldCountWhatTrivyFound() throws Exception {
        assertThat(lines(Reports.read(sample("trivy.json"), "trivy.json")))
                .containsExactly(
                        "FAILED critical findings | Trivy max 0 | Trivy found 2 critical problems, at most 0 allowed: CVE-2023-45853 zlib1g 1:1.2.13 in registry.example/fraud (debian 12.9); aws-access-key-id in app/settings.py",
                        "FAILED high findings | Trivy max 0 | Trivy found 1 high problem, at most 0 allowed: CVE-2024-6345 setuptools 65.5.1 (fixed in 70.0.0) in Python",
                        "PASSED medium findings | Trivy | Trivy found 1 medium problem, no limit: CVE-2024-13176 libssl3 3.0.15-1 (fixed in 3.0.16-1) in registry.example/fraud (debian 12.9)",
                        "PASSED low findings | Trivy | Trivy found 2 low problems, no limit: CVE-2011-3374 libapt-pkg6.0 2.6.1 in registry.example/fraud (debian 12.9); DS026 in Dockerfile");
    }

    @Test
    void shouldCountWhatASarifReportHas() throws Exception {
        assertThat(lines(Reports.read(sample("scan.sarif"), "scan.sarif")))
                .containsExactly(
                        "FAILED critical findings | Grype max 0 | Grype found 1 critical problem, at most 0 allowed: CVE-2023-45853-zlib in usr/lib/libz.so",
                        "FAILED high findings | Grype max 0 | Grype found 2 high problems, at most 0 allowed: CVE-2024-6345-setuptools; unknown",
                        "PASSED medium findings | Grype | Grype found 2 medium problems, no limit: pack/sub; a rule without a name",
                        "PASSED low findings | Grype | Grype found 1 low problem, no limit: style");
    }

    @Test
    void shouldGoByTheLimitsOfTheGateFile(@TempDir Path root) throws Exception {
        Files.writeString(root.resolve("trivy.json"), sample("trivy.json"));
        GateFile gate =
                GateFile.parse("reports: trivy.json\nmaxFindings: {critical: 2, low: 1, unknown: 0}\n", "gate.yaml");

        List<Check> checks = gate.evidence(root);

        assertThat(checks)
                .extracting(check -> check.outcome() + " " + check.subject())
                .containsExactly(
                        "PASSED critical findings",
                        "PASSED high findings",
                        "PASSED medium findings",
                        "FAILED low findings",
                        "PASSED unknown findings");
        assertThat(checks.get(0).limit())
                .hasValueSatisfying(limit -> assertThat(limit).isEqualByComparingTo("2"));
        assertThat(checks.get(0).observed())
                .hasValueSatisfying(value -> assertThat(value.display()).isEqualTo("2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"SchemaVersion\": 2, \"ArtifactName\": \"x\"}                                | Trivy scanned nothing",
                "{\"version\": \"2.1.0\", \"runs\": []}                                           | no run of a tool",
                "{\"version\": \"2.1.0\", \"runs\": [{\"tool\": {\"driver\": {\"name\": \"T\"}}}]} | T wrote no results",
                "{\"version\": \"2.1.0\", \"runs\": [{\"tool\": {\"driver\": {\"name\": \"T\"}}, \"results\": [], \"invocations\": [{\"executionSuccessful\": false}]}]} | T says that it did not run to its end",
            })
    void shouldFailWhereNothingWasScanned(String text, String message) throws DocumentException {
        assertThat(Reports.read(text, "scan.json").get(0)).satisfies(check -> {
            assertThat(check.failed()).isTrue();
            assertThat(check.message()).contains(message);
        });
    }

    @Test
    void shouldPassACleanScan() throws DocumentException {
        assertThat(lines(Reports.read(
                        "{\"SchemaVersion\": 2, \"ArtifactName\": \"x\", \"Results\": [{\"Target\": \"x\"}]}",
                        "t.json")))
                .containsExactly(
                        "PASSED critical findings | Trivy max 0 | Trivy found no critical problems, at most 0 allowed",
                        "PASSED high findings | Trivy max 0 | Trivy found no high problems, at most 0 allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"SchemaVersion\": 2, \"ArtifactName\": \"x\", \"Results\": [{\"Vulnerabilities\": [{}]}]} | without a Severity",
                "{\"SchemaVersion\": 2, \"ArtifactName\": \"x\", \"Results\": [{\"Vulnerabilities\": [{\"Severity\": \"BAD\"}]}]} | 'BAD'",
                "{\"SchemaVersion\": 2, \"ArtifactName\": \"x\", \"Results\": {}} | Results",
                "{\"version\": \"2.1.0\", \"runs\": [{}]} | tool.driver",
                "{\"version\": \"2.1.0\", \"runs\": [1]} | a run",
                "{\"version\": \"2.1.0\", \"runs\": [{\"tool\": {\"driver\": {}}, \"results\": [{\"level\": \"bad\"}]}]} | 'bad'",
            })
    void shouldNameThePlaceOfAnError(String text, String contained) {
        assertThatThrownBy(() -> Reports.read(text, "scan.json"))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("scan.json:1:")
                .hasMessageContaining(contained);
    }

    @Test
    void shouldSayWhatALimitCanBe() {
        assertThatThrownBy(() -> GateFile.parse("reports: x\nmaxFindings: {critcal: 0}", "gate.yaml"))
                .hasMessageContaining("did you mean critical?");
        assertThatThrownBy(() -> GateFile.parse("reports: x\nmaxFindings: {high: -1}", "gate.yaml"))
                .hasMessageContaining("high is -1 but has to be a whole number from 0");
    }
}

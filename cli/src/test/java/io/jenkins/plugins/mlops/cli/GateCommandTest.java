package io.jenkins.plugins.mlops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateCommandTest {

    private Digits digits;

    @BeforeEach
    void makeRepository(@TempDir Path folder) throws IOException {
        digits = Digits.create(folder);
        digits.write(
                "gate.yaml",
                """
                baseline: {branch: main}
                criteria:
                  - {metric: accuracy, min: 0.85, maxRegression: 0.01}
                """);
    }

    @AfterEach
    void close() {
        digits.close();
    }

    @Test
    void shouldPassWithinTheBoundsAndSayAgainstWhat() throws IOException {
        digits.measure("0.89", "0.30");

        Shell.Result result = digits.shell().run("gate");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).startsWith("Passed: all 2 checks.");
    }

    @Test
    void shouldFailWithExitCodeOneAndNameTheWorstCheck() throws IOException {
        digits.measure("0.80", "0.30");

        Shell.Result result = digits.shell().run("gate");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .startsWith("Failed: 2 of 2 checks.")
                .contains("FAIL  accuracy", "maxRegression 0.01", "0.80");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void shouldPrintOneDocumentForMachines() throws IOException {
        digits.measure("0.80", "0.30");

        Shell.Result result = digits.shell().run("gate", "--json");

        JsonNode document = new ObjectMapper().readTree(result.out());
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(document.get("passed").booleanValue()).isFalse();
        assertThat(document.get("baseline").textValue()).startsWith("branch main at ");
        assertThat(document.get("checks")).hasSize(2);
        assertThat(document.get("checks").get(0).get("observed").isNumber()).isTrue();
    }

    @Test
    void shouldWriteEveryFormOfTheReportAndKeepItForTheReportCommand() throws IOException {
        Shell.Result gate = digits.shell()
                .run("gate", "--title", "Digits", "--report", "out/r.html", "--report", "r.md", "--report", "r.json");
        Shell.Result report = digits.shell().run("report", "--format", "json");

        assertThat(gate.exitCode()).as(gate.err()).isEqualTo(ExitCode.DONE);
        assertThat(digits.root.resolve("out/r.html")).content().contains("<html", "Digits");
        assertThat(digits.root.resolve("r.md")).content().contains("Digits");
        assertThat(report.out()).isEqualTo(Files.readString(digits.root.resolve("r.json")));
        assertThat(digits.root.resolve(".mlops/.gitignore")).hasContent("*");
    }

    @Test
    void shouldCompareWithWhatTheOptionNames() throws IOException {
        digits.measure("0.89", "0.30");
        digits.write("kept.json", "{\"accuracy\": 0.99}");

        Shell.Result result = digits.shell().run("gate", "--baseline", "file=kept.json");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("0.99");
    }

    @Test
    void shouldCallAnythingToBeMendedByTheCallerWrongUse() throws IOException {
        assertWrong("no gate file other.yaml", "gate", "--criteria", "other.yaml");
        assertWrong("write branch=main", "gate", "--baseline", "main");
        assertWrong("trunk", "gate", "--baseline", "branch=trunk");
        assertWrong("needs MLFLOW_TRACKING_URI", "gate", "--baseline", "mlflow=models:/digits@champion");
        assertWrong("cannot be reached from the command line", "gate", "--baseline", "build=7");
        assertWrong("end it with .html, .json or .md", "gate", "--report", "report.pdf");
        digits.write("gate.yaml", "criteria:\n  - {metric: accuracy, minn: 1}\n");
        assertWrong("gate.yaml:2:", "gate");
    }

    @Test
    void shouldCompareWithTheCommitThatABranchStartedFromAndNotWithWhatOthersDidSince() throws IOException {
        digits.git().newBranch("candidate", "main");
        digits.measure("0.89", "0.30");
        digits.git().commit("Candidate");
        digits.git().newBranch("others", "main");
        digits.measure("0.99", "0.30");
        digits.git().commit("Others");
        digits.git().checkout("candidate");

        Shell.Result result = digits.shell().run("gate", "--json", "--baseline", "branch=others");

        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("merge base of branch others");
    }

    @Test
    void shouldCompareTheNewestCommitOfABranchWithTheOneBefore() throws IOException {
        digits.measure("0.80", "0.30");
        digits.git().commit("Worse");

        Shell.Result committed = digits.shell().run("gate", "--json");
        digits.write("params.yaml", "train: {epochs: 1}\n");
        Shell.Result edited = digits.shell().run("gate", "--json");

        assertThat(committed.exitCode()).as(committed.err()).isEqualTo(ExitCode.FAILED);
        assertThat(committed.out()).contains("first parent", "of the commit that was built", "branch main");
        assertThat(edited.out()).contains("\"baseline\" : \"branch main").doesNotContain("first parent");
    }

    private void assertWrong(String message, String... arguments) {
        Shell.Result result = digits.shell().run(arguments);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void shouldSayThatThereIsNoReportYet() {
        Shell.Result result = digits.shell().run("report");

        assertThat(result.exitCode()).isEqualTo(ExitCode.COULD_NOT);
        assertThat(result.err()).contains("Run 'mlops gate' first").doesNotContain("\tat ");
    }
}

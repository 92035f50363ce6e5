package io.jenkins.plugins.mlops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlops.dvc.RealDvc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pull}, {@code status} and {@code diff}. */
class DataCommandsTest {

    @TempDir
    private Path folder;

    private Digits digits;

    @BeforeEach
    void makeRepository() throws IOException {
        digits = Digits.create(folder);
    }

    @AfterEach
    void close() {
        digits.close();
    }

    @Test
    void shouldPullOneTargetOnly() {
        Shell.Result result = digits.shell().run("pull", "data/test");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).startsWith("1 file, 88.2 kB: 2 objects fetched");
        assertThat(digits.root.resolve("data/test/digits.csv")).hasSize(88_213);
        assertThat(digits.root.resolve("data/train")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--verify", "--no-verify"})
    void shouldPullWithAndWithoutVerification(String option) {
        assertThat(digits.shell().run("pull", option, "data/train").exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void shouldPrintNumbersForMachines() throws IOException {
        JsonNode document = new ObjectMapper()
                .readTree(digits.shell().run("pull", "data/train", "--json").out());

        assertThat(document.get("files").intValue()).isEqualTo(3);
        assertThat(document.get("dataVersion").textValue()).hasSize(32);
        assertThat(document.get("failures")).isEmpty();
    }

    @Test
    void shouldRunAsIfStartedInTheNamedFolder() {
        Shell.Result result = Shell.in(folder).run("-C", "digits/data", "pull", "test");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(digits.root.resolve("data/test/digits.csv")).exists();
    }

    @Test
    void shouldLeaveWhatTheRealDvcCallsUpToDate() throws Exception {
        RealDvc dvc = RealDvc.orSkip(folder.resolve("home"));
        digits.shell().run("pull", "data/train", "data/test");

        assertThat(dvc.run(digits.root, "status", "data/train.dvc", "data/test.dvc"))
                .contains("up to date");
    }

    @Test
    void shouldNameTheTargetThatIsNone() {
        Shell.Result result = digits.shell().run("pull", "data/trian");

        assertThat(result.exitCode()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(result.err()).contains("data/trian").doesNotContain("\tat ");
    }

    @Test
    void shouldSayWhichFilesNoRemoteHas() throws IOException {
        delete(digits.storage);

        Shell.Result result = digits.shell().run("pull", "data/test", "--json");

        assertThat(result.exitCode()).isEqualTo(ExitCode.COULD_NOT);
        assertThat(result.err()).contains("data/test").doesNotContain("\tat ");
        assertThat(new ObjectMapper().readTree(result.out()).get("failures")).isNotEmpty();
    }

    @Test
    void shouldSayThatThereIsNoRepository() {
        Shell.Result result = Shell.in(folder).run("pull");

        assertThat(result.exitCode()).isEqualTo(ExitCode.COULD_NOT);
        assertThat(result.err()).contains("no DVC repository").doesNotContain("\tat ");
    }

    @Test
    void shouldShowStackTracesOnlyWhereAskedFor() {
        assertThat(Shell.in(folder).run("pull", "--verbose").err()).contains("\tat ");
    }

    @Test
    void shouldShowWhereTheWorkspaceDiffers() throws IOException {
        digits.shell().run("pull", "data/train", "data/test");
        assertThat(digits.shell().run("status", "data/test").out()).startsWith("All 1 tracked output as recorded.");

        digits.write("data/test/new.csv", "1");

        assertThat(digits.shell().run("status", "data/test").out()).contains("modified  data/test      1");
    }

    @Test
    void shouldTellWhetherEverythingIsPushed() throws IOException {
        Shell.Result pushed = digits.shell().run("status", "--pushed", "main");
        assertThat(pushed.exitCode()).as(pushed.err()).isEqualTo(ExitCode.DONE);

        Files.delete(objects().get(0));
        Shell.Result missing = digits.shell().run("status", "--pushed");

        assertThat(missing.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(missing.err()).contains("dvc push");
    }

    @Test
    void shouldCompareARevisionWithTheWorkspace() throws IOException {
        digits.measure("0.95", "0.45");
        digits.write(
                "params.yaml",
                Files.readString(digits.root.resolve("params.yaml")).replace("epochs: 20", "epochs: 30"));

        Shell.Result result = digits.shell().run("diff", "main");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .containsPattern("log_loss +0\\.30 +0\\.45 +\\+0\\.15 +\\+50\\.00 +worse")
                .containsPattern("accuracy +0\\.90 +0\\.95 +\\+0\\.05 +\\+5\\.56 +better")
                .containsPattern("train\\.epochs +20 +30")
                .contains("Data: no difference");
    }

    @Test
    void shouldCompareTwoRevisionsAsMarkdownAndAsJson() throws IOException {
        digits.measure("0.95", "0.30");
        digits.git().newBranch("better", "main");
        digits.git().commit("Better");

        assertThat(digits.shell().run("diff", "main", "better", "--markdown").out())
                .contains("| accuracy | 0.90 | 0.95 | +0.05 | +5.56 | better |");
        JsonNode document = new ObjectMapper()
                .readTree(digits.shell().run("--json", "diff", "main", "better").out());
        assertThat(document.at("/metrics/0/delta").decimalValue()).isEqualByComparingTo("0.05");
    }

    @Test
    void shouldNameTheRevisionThatIsNone() {
        Shell.Result result = digits.shell().run("diff", "v9");

        assertThat(result.exitCode()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(result.err()).contains("v9");
    }

    private List<Path> objects() throws IOException {
        try (Stream<Path> files = Files.walk(digits.storage)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".dir"))
                    .sorted()
                    .toList();
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}

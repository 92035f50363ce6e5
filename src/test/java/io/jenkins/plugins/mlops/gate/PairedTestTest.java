package io.jenkins.plugins.mlops.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.mlops.document.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedTestTest {

    @TempDir
    private Path root;

    private Check check(String settings) throws IOException {
        return PairedTest.fromNode(Documents.yaml(settings, "gate.yaml"), FirstRun.WARN)
                .check(root);
    }

    /** Expected: statsmodels 0.15.0, {@code mcnemar([[10, c], [b, 10]], exact=...)}. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1.0",
        "5, 0, 0.0625",
        "0, 5, 0.0625",
        "10, 3, 0.09228515625",
        "12, 5, 0.143463134765625",
        "1, 1, 1.0",
        "9, 15, 0.30745625495910645",
        "24, 0, 1.1920928955078125e-07",
        "15, 10, 0.4237107971667936",
        "40, 20, 0.014171388254012323",
        "59, 21, 3.522967343790284e-05",
        "100, 101, 1.0",
        "25, 0, 1.5866563039511885e-06",
    })
    void shouldAgreeWithStatsmodels(int onlyBaseline, int onlyCandidate, double expected) {
        assertThat(new McNemar(onlyBaseline, onlyCandidate).pValue()).isCloseTo(expected, within(1e-12));
    }

    /** Expected: scipy 1.17.1, {@code bootstrap((d,), np.mean, n_resamples=200000, method="percentile")}. */
    @Test
    void shouldAgreeWithScipy() {
        double[] accuracy = new double[200];
        double[] error = new double[200];
        for (int i = 0; i < 200; i++) {
            accuracy[i] = (i % 7 != 0 ? 1 : 0) - (i % 5 != 0 ? 1 : 0);
            error[i] = Math.abs(0.1 * Math.cos(i * 1.7)) - Math.abs(0.12 * Math.cos(i * 2.3));
        }
        PairedBootstrap.Interval first = PairedBootstrap.interval(accuracy, 20_000, 0.05, 42);
        assertThat(first.low()).isCloseTo(-0.02, within(0.006));
        assertThat(first.high()).isCloseTo(0.13, within(0.006));
        PairedBootstrap.Interval second = PairedBootstrap.interval(error, 20_000, 0.05, 42);
        assertThat(second.low()).isCloseTo(-0.01957522883830675, within(0.0005));
        assertThat(second.high()).isCloseTo(-0.006126847244987553, within(0.0005));
        assertThat(PairedBootstrap.interval(error, 20_000, 0.05, 42)).isEqualTo(second);
    }

    private void write(String file, int rows, int wrongFrom, int wrongTo) throws IOException {
        StringBuilder text = new StringBuilder("id,label,prediction\n");
        for (int i = 0; i < rows; i++) {
            boolean wrong = i >= wrongFrom && i < wrongTo;
            text.append("%d,%d,%d\n".formatted(i, i % 2, wrong ? 1 - i % 2 : i % 2));
        }
        Files.writeString(root.resolve(file), text);
    }

    @ParameterizedTest
    @CsvSource({"mcnemar", "bootstrap"})
    void shouldFailOnlyWhereTheCandidateIsSignificantlyWorse(String test) throws Exception {
        write("good.csv", 200, 0, 10);
        write("bad.csv", 200, 0, 40);
        write("slightly.csv", 200, 0, 12);
        String settings = "{test: " + test + ", candidate: %s.csv, baseline: %s.csv}";
        assertThat(check(settings.formatted("bad", "good")).outcome()).isEqualTo(Check.Outcome.FAILED);
        assertThat(check(settings.formatted("good", "bad")).outcome()).isEqualTo(Check.Outcome.PASSED);
        assertThat(check(settings.formatted("slightly", "good")).outcome()).isEqualTo(Check.Outcome.PASSED);
        Check check = check(settings.formatted("good", "good"));
        assertThat(check.outcome()).isEqualTo(Check.Outcome.PASSED);
        assertThat(check.observed().orElseThrow().display()).startsWith("0.95");
    }

    @Test
    void shouldCompareRegressionsByTheirError() throws Exception {
        StringBuilder near = new StringBuilder();
        StringBuilder far = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            near.append("{\"label\": %d, \"prediction\": %d.1}\n".formatted(i, i));
            far.append("{\"label\": %d.0, \"prediction\": %d.9, \"extra\": [1]}\n".formatted(i, i));
        }
        Files.writeString(root.resolve("near.jsonl"), near);
        Files.writeString(root.resolve("far.jsonl"), far);
        String settings = "{test: bootstrap, score: mae, resamples: 200, candidate: %s.jsonl, baseline: %s.jsonl}";
        assertThat(check(settings.formatted("far", "near")).failed()).isTrue();
        assertThat(check(settings.formatted("near", "far")).failed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'id,label,prediction\n1,a,a\n2,b,b\n'      | the id '3' is not in b.csv",
                "'id,label,prediction\n1,a,a\n2,b,b\n3,x,c' | the id '3' has the label 'c' here and 'x' at b.csv:",
                "'id,label,prediction\n1,a,a\n2,b,b\n3,c,c\n4,d,d' | a.csv has 3 examples and b.csv has 4",
                "'label,prediction\na,a\nb,b\nc,c'          | is not in b.csv",
                "'id,label,prediction\n1,a,a\n1,b,b'        | the id '1' stands here a second time",
                "'id,label,score\n1,a,a'                    | no value in the column 'prediction'; the columns are id, label, score",
                "'id,label,prediction\n1,a,'                | no value in the column 'prediction'",
                "'id,label,prediction\n'                    | there is no prediction in it",
                "''                                         | there is no prediction in it",
            })
    void shouldRefuseToCompareOtherExamples(String baseline, String message) throws Exception {
        Files.writeString(root.resolve("a.csv"), "id,label,prediction\n3,c,c\n1,a,a\n2,b,a\n");
        Files.writeString(root.resolve("b.csv"), baseline);
        assertThatThrownBy(() -> check("{candidate: a.csv, baseline: b.csv}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"PASS, SKIPPED, FAIL", "WARN, FAILED, WARN", "FAIL, FAILED, FAIL"})
    void shouldFollowFirstRunWithoutABaseline(FirstRun firstRun, Check.Outcome outcome, Severity severity)
            throws Exception {
        write("a.csv", 3, 0, 0);
        Check check = PairedTest.fromNode(Documents.yaml("{candidate: a.csv, baseline: none.csv}", "g"), firstRun)
                .check(root);
        assertThat(check.outcome()).isEqualTo(outcome);
        assertThat(check.severity()).isEqualTo(severity);
        assertThat(PairedTest.fromNode(Documents.yaml("{candidate: none.csv, baseline: a.csv}", "g"), firstRun)
                        .check(root)
                        .failed())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/etc/passwd", "../x.csv", "a/../../x.csv", "C:/x.csv", "a\\b.csv", "."})
    void shouldStayInTheWorkspace(String path) {
        assertThatThrownBy(() -> check("{candidate: '" + path + "', baseline: b.csv}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stay in the workspace");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{baseline: b.csv}                                             | need 'candidate'",
                "{candidate: a.csv, baseline: b.csv, alpha: 1}                 | alpha is 1.0 but has to be between 0 and 1",
                "{candidate: a.csv, baseline: b.csv, test: ttest}              | has to be one of bootstrap, mcnemar",
                "{candidate: a.csv, baseline: b.csv, score: mae}               | write test: bootstrap",
                "{candidate: a.csv, baseline: b.csv, lable: y}                 | did you mean label?",
                "{candidate: a.csv, baseline: b.csv, resamples: 5}             | from 100 to 1000000",
            })
    void shouldSayWhatToWriteInstead(String settings, String message) {
        assertThatThrownBy(() -> check(settings))
                .hasMessageStartingWith("gate.yaml:1:")
                .hasMessageContaining(message);
    }
}

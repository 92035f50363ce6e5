package io.jenkins.plugins.mlops.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownReportTest {

    @Test
    void shouldWriteTheSample() throws Exception {
        assertThat(Reports.sample().toMarkdown()).isEqualTo(Reports.resource("sample.md"));
    }

    @Test
    void shouldStartWithTheVerdictAndTheWorstCheck() throws Exception {
        assertThat(Reports.sample().toMarkdown().lines().limit(3))
                .containsExactly(
                        "## ❌ Fraud detection: failed",
                        "",
                        "**Failed: 2 of 14 checks.** accuracy 0.9123 is below min 0.92.");
    }

    @Property(tries = 30)
    void shouldFitAndKeepItsTablesWhateverTheNames(@ForAll @IntRange(min = 0) int seed) {
        Random random = new Random(seed);
        EvaluationReport report =
                Reports.random(random, random.nextInt(3) == 0 ? 15 : 5, () -> HostileText.next(random));
        int limit = random.nextBoolean() ? EvaluationReport.MARKDOWN_LIMIT : EvaluationReport.MIN_MARKDOWN;
        String markdown = report.toMarkdown(limit);
        assertThat(markdown.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(limit);
        assertStructure(markdown);
    }

    /** Each line is one of ours: a row with as many cells as its head, a heading, a fold, or a paragraph that starts with our words. */
    private static void assertStructure(String markdown) {
        int columns = 0;
        int folds = 0;
        for (String line : markdown.split("\n", -1)) {
            if (line.startsWith("|")) {
                int pipes = line.length() - line.replace("|", "").length();
                columns = columns == 0 ? pipes : columns;
                assertThat(pipes).as(line).isEqualTo(columns);
                assertThat(line).endsWith(" |");
            } else {
                columns = 0;
                assertThat(line)
                        .matches(
                                "|#{2,4} .*|\\*\\*(Failed|Passed|Passed with warnings|Not checked): .*|(Build|Compared with|Commit) ?.*"
                                        + "|No baseline|No differences|Skipped checks: .*|Passed checks: .*|… and .*|\\d.*|The report is too long.*"
                                        + "|<details><summary>[A-Za-z ]+ \\([\\d,]+\\)</summary>|</details>");
            }
            folds += line.startsWith("<details>") ? 1 : line.startsWith("</details>") ? -1 : 0;
            assertThat(folds).isBetween(0, 1);
            String ours = line.replace("<details><summary>", "")
                    .replace("</summary>", "")
                    .replace("</details>", "");
            assertThat(ours).doesNotContain("<", ">", "://evil").doesNotContainPattern("@(?!&#8203;)");
        }
        assertThat(folds).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "latency_p99_ms => latency_p99_ms",
                "_private_ => \\_private\\_",
                "a|b => a&#124;b",
                "<b> => &lt;b&gt;",
                "@team => @&#8203;team",
                "closes #12 => closes #&#8203;12",
                "gh-7 => gh-&#8203;7",
                "http://x.example => http:&#8203;//x.example",
                "www.x.example => www&#8203;.x.example",
                "[x](y) => \\[x\\](y)",
                "`x` => \\`x\\`",
                "a\\ => a\\\\",
            })
    void shouldEscape(String text, String expected) {
        assertThat(MarkdownText.of(text, 100)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://ci.example/job/1/,   [b](https://ci.example/job/1/)",
        "javascript:alert(1),         b",
        "https://ci.example/) [x](y), b",
        "https://ci.example/a b,      b",
    })
    void shouldLinkOnlyToPlainAddresses(String url, String expected) {
        assertThat(MarkdownText.link("b", Optional.of(url), 10)).isEqualTo(expected);
    }

    @Test
    void shouldLeaveOutEqualRowsBeforeChangedOnesAndFailuresLast() {
        List<DiffRow> metrics = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            metrics.add(Reports.row("equal_" + i, "0.5", "0.5", DiffRow.Change.EQUAL));
            metrics.add(Reports.row("worse_" + i, "0.5", "0.4", DiffRow.Change.WORSE));
        }
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            checks.add(Reports.check("failed_" + i, "0.4", "0.5", Check.Outcome.FAILED, Severity.FAIL));
            checks.add(Reports.check("passed_" + i, "0.6", "0.5", Check.Outcome.PASSED, Severity.FAIL));
        }
        EvaluationReport report = EvaluationReport.of(
                "t",
                Instant.EPOCH,
                Section.named("").verdict(new Verdict(checks)).metrics(metrics).build());
        assertThat(report.toMarkdown()).contains("equal_399", "worse_399", "passed_39");
        assertThat(report.toMarkdown(40_000))
                .contains("worse_399", "failed_39", "Passed checks: 40", "… and 400 equal")
                .doesNotContain("equal_1", "passed_1");
        assertThat(report.toMarkdown(20_000)).contains("failed_39", "worse_99", "… and 300 more");
        assertThat(report.toMarkdown(4_000)).contains("Failed: 40 of 80 checks", "failed_0", "… and 20 more");
    }

    @Test
    void shouldRefuseALimitThatTheVerdictMayNotFit() {
        assertThatThrownBy(() -> Reports.sample().toMarkdown(100)).isInstanceOf(IllegalArgumentException.class);
    }
}

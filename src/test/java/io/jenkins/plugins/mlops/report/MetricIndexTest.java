package io.jenkins.plugins.mlops.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricIndexTest {

    @TempDir
    private Path job;

    @Test
    void shouldBeEmptyBeforeTheFirstEvaluation() throws IOException {
        MetricIndex index = MetricIndex.at(job);

        assertThat(index.exists()).isFalse();
        assertThat(index.newest(10)).isEmpty();
        assertThat(job).isEmptyDirectory();
    }

    @Test
    void shouldReturnTheNewestWithTheOldestOfThemFirst() throws IOException {
        MetricIndex index = MetricIndex.at(job);
        for (int build = 1; build <= 2_500; build++) {
            index.append(evaluation(build));
        }

        assertThat(index.newest(2_000)).isEqualTo(evaluations(501, 2_500));
        assertThat(index.newest(1)).isEqualTo(evaluations(2_500, 2_500));
        assertThat(index.newest(9_999)).isEqualTo(evaluations(1, 2_500));
    }

    @Test
    void shouldKnowTheLastWordOnAPromotion() throws IOException {
        MetricIndex index = MetricIndex.at(job);
        index.append(evaluation(1));
        index.append(evaluation(2));
        index.promoted(1, true);
        index.promoted(2, true);
        index.append(evaluation(3));
        index.promoted(1, false);
        index.promoted(99, true);

        assertThat(index.newest(10).stream().map(IndexedEvaluation::promoted)).containsExactly(false, true, false);
        assertThat(index.newest(1).get(0).build()).isEqualTo(3);
    }

    @Test
    void shouldLoseNoWholeLineWhereverAKilledProcessStopped() throws IOException {
        MetricIndex index = MetricIndex.at(job);
        index.append(evaluation(1));
        long first = Files.size(file());
        index.append(evaluation(2));
        byte[] whole = Files.readAllBytes(file());
        for (int length = (int) first; length <= whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            List<String> problems = new ArrayList<>();
            boolean second = length >= whole.length - 1;

            assertThat(index.newest(10, problems::add)).isEqualTo(evaluations(1, second ? 2 : 1));
            index.append(evaluation(3));
            List<IndexedEvaluation> after = new ArrayList<>(evaluations(1, second ? 2 : 1));
            after.add(evaluation(3));
            assertThat(index.newest(10, problems::add)).isEqualTo(after);
            assertThat(problems).isEmpty();
        }
    }

    @Test
    void shouldSkipALineThatCannotBeReadAndTellWhere() throws IOException {
        for (String corrupt : List.of(
                "",
                "\u0000\u0000",
                "[]",
                "{}",
                "{\"build\": -1, \"promoted\": true}",
                "{\"build\": 1e400, \"promoted\": true}",
                "{\"build\": 7, \"promoted\": \"yes\"}",
                "{\"build\": 7, \"metrics\": {\"a\": {\"x\": \"1\"}}}",
                "{\"build\": 7, \"label\": \"#7\", \"at\": \"now\", \"section\": \"\", \"promoted\": false, \"metrics\": {}}",
                "x".repeat(LinesFromEnd.MAX_LINE + 100_000))) {
            Files.deleteIfExists(file());
            MetricIndex index = MetricIndex.at(job);
            index.append(evaluation(1));
            long at = Files.size(file());
            Files.writeString(file(), corrupt + "\n", StandardOpenOption.APPEND);
            index.append(evaluation(2));
            List<String> problems = new ArrayList<>();

            assertThat(index.newest(10, problems::add)).isEqualTo(evaluations(1, 2));
            assertThat(problems).singleElement().asString().contains("metrics.jsonl at byte " + at, "skipped");
        }
    }

    @Test
    void shouldKeepLinesOfANewerVersionWhateverHappensToTheFile() throws IOException {
        String newer = "{\"build\":3,\"kind\":\"drift\",\"at\":{\"seconds\":1},\"psi\":[0.3,\"?\"]}";
        for (String end : List.of("\n", "")) {
            Files.deleteIfExists(file());
            MetricIndex index = new MetricIndex(file(), 10, MetricIndex.MAX_BYTES);
            index.append(evaluation(1));
            index.append(evaluation(2));
            Files.writeString(file(), newer + end, StandardOpenOption.APPEND);
            for (int build = 4; build <= 12; build++) {
                index.append(evaluation(build));
            }

            assertThat(Files.readAllLines(file()))
                    .as("the newest ten")
                    .hasSize(10)
                    .first()
                    .isEqualTo(newer);
            assertThat(index.newest(20)).isEqualTo(evaluations(4, 12));
        }
    }

    @Test
    void shouldSayWhichVerdictItDoesNotKnow() throws IOException {
        MetricIndex index = MetricIndex.at(job);
        index.append(evaluation(1));
        Files.writeString(file(), Files.readString(file()).replace("\"passed\"", "\"undecided\""));
        List<String> problems = new ArrayList<>();

        assertThat(index.newest(10, problems::add)).isEmpty();
        assertThat(problems)
                .singleElement()
                .asString()
                .contains("the verdict undecided is not known to this version, so the line is skipped");
    }

    @Test
    void shouldKeepEveryLineOfParallelBuilds() throws Exception {
        ExecutorService builds = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int build = 1; build <= 200; build++) {
                int number = build;
                running.add(builds.submit(() -> {
                    MetricIndex.at(job).append(evaluation(number));
                    return MetricIndex.at(job).newest(10, problem -> {
                        throw new AssertionError(problem);
                    });
                }));
            }
            for (Future<?> build : running) {
                build.get();
            }
        } finally {
            builds.shutdownNow();
        }

        assertThat(MetricIndex.at(job).newest(1_000)).containsExactlyInAnyOrderElementsOf(evaluations(1, 200));
    }

    @Test
    void shouldKeepTheNewestLinesWhereItGrowsOverItsBound() throws IOException {
        MetricIndex index = new MetricIndex(file(), 100, Long.MAX_VALUE / 2);
        for (int build = 1; build <= 110; build++) {
            index.append(evaluation(build));
        }
        assertThat(index.newest(1_000)).isEqualTo(evaluations(1, 110));

        index.append(evaluation(111));

        assertThat(index.newest(1_000)).isEqualTo(evaluations(12, 111));
        assertThat(file().resolveSibling("")).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void shouldKeepNoMoreBytesThanItsBound() throws IOException {
        MetricIndex index = new MetricIndex(file(), 1_000_000, 10_000);
        for (int build = 1; build <= 300; build++) {
            index.append(evaluation(build));
            assertThat(Files.size(file())).isLessThanOrEqualTo(11_000);
        }

        List<IndexedEvaluation> kept = index.newest(1_000);
        assertThat(kept).isEqualTo(evaluations(kept.get(0).build(), 300));
    }

    @Test
    void shouldGoWithTheFolderOfARenamedJob() throws IOException {
        Path before = Files.createDirectories(job.resolve("before"));
        MetricIndex.at(before).append(evaluation(1));
        Path after = Files.move(before, job.resolve("after"));

        MetricIndex.at(after).append(evaluation(2));

        assertThat(MetricIndex.at(after).newest(10)).isEqualTo(evaluations(1, 2));
    }

    @Test
    void shouldSayWhichFileCannotBeWritten() throws IOException {
        Files.writeString(job.resolve("mlops"), "a file where a folder should be");

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> MetricIndex.at(job).append(evaluation(1))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("metrics.jsonl");
    }

    @Test
    void shouldTakeNumbersVerdictAndAbsoluteLimitsFromASection() {
        Verdict verdict = new Verdict(List.of(
                Reports.check("accuracy", "0.95", "0.92", Check.Outcome.PASSED, Severity.FAIL),
                new Check(
                        "accuracy",
                        "maxRegression 0.1",
                        Check.GATE,
                        Check.Outcome.FAILED,
                        Severity.WARN,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new BigDecimal("0.99")),
                        "")));
        Section section = Section.named("fraud")
                .verdict(verdict)
                .metrics(List.of(
                        Reports.row("accuracy", "0.91", "0.950", DiffRow.Change.BETTER),
                        Reports.row("metrics.json:loss", "1", "2", DiffRow.Change.WORSE)))
                .build();

        IndexedEvaluation evaluation = IndexedEvaluation.of(41, "#41", Instant.EPOCH, section);

        assertThat(evaluation.section()).isEqualTo("fraud");
        assertThat(evaluation.verdict()).contains(Verdict.Status.WARNING);
        assertThat(evaluation.number("accuracy")).contains(new BigDecimal("0.950"));
        assertThat(evaluation.number("loss")).contains(BigDecimal.valueOf(2));
        assertThat(evaluation.limits())
                .isEqualTo(Map.of("accuracy", new MetricLimits(Optional.of(new BigDecimal("0.92")), Optional.empty())));
    }

    @Test
    void shouldGiveGateAndReportTheEarlierEvaluationsOfOneTraining() {
        IndexedEvaluation own = evaluation(3);
        List<IndexedEvaluation> newest = List.of(
                evaluation(1),
                new IndexedEvaluation(
                        2, "#2", Instant.EPOCH, "other", Optional.empty(), false, Snapshot.EMPTY, Map.of()),
                own);
        Verdict verdict =
                new Verdict(List.of(Reports.check("accuracy", "0.9", "0.8", Check.Outcome.PASSED, Severity.FAIL)));

        EvaluationHistory history = EvaluationHistory.before(3, "", newest);

        assertThat(history.snapshots()).containsExactly(evaluation(1).metrics());
        assertThat(history.charts(own, verdict, evaluation -> Optional.of("../" + evaluation.build() + "/")))
                .singleElement()
                .satisfies(chart -> {
                    assertThat(chart.metric()).isEqualTo("accuracy");
                    assertThat(chart.min()).contains(new BigDecimal("0.9"));
                    assertThat(chart.points())
                            .extracting(MetricHistory.HistoryPoint::build)
                            .containsExactly("#1", "#3");
                    assertThat(chart.points().get(0).url()).contains("../1/");
                });
    }

    private Path file() {
        return job.resolve("mlops").resolve("metrics.jsonl");
    }

    private static List<IndexedEvaluation> evaluations(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(MetricIndexTest::evaluation)
                .toList();
    }

    private static IndexedEvaluation evaluation(int build) {
        return new IndexedEvaluation(
                build,
                "#" + build,
                Instant.ofEpochSecond(1_700_000_000L + build * 3600L),
                "",
                Optional.of(Verdict.Status.PASSED),
                false,
                Snapshot.of(List.of(
                        new Metric("metrics.json", "accuracy", new Value.Numeric(new BigDecimal("0.90" + build))),
                        new Metric("metrics.json", "loss", new Value.Numeric(new BigDecimal("1E-7"))))),
                Map.of("accuracy", new MetricLimits(Optional.of(new BigDecimal("0.9")), Optional.empty())));
    }
}

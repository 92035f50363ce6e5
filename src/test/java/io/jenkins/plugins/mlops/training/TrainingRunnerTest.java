package io.jenkins.plugins.mlops.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.lineage.CodeSource;
import io.jenkins.plugins.mlops.lineage.CodeVersion;
import io.jenkins.plugins.mlops.lineage.EnvironmentProbe;
import io.jenkins.plugins.mlops.lineage.LineageCollector;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the trainings are shell commands")
class TrainingRunnerTest {

    @TempDir
    Path repository;

    private RunStore store;
    private TrainingRunner runner;
    private String code = "1".repeat(64);

    @BeforeEach
    void init() throws IOException {
        Files.writeString(repository.resolve("params.yaml"), "lr: 0.1\n");
        store = new RunStore(repository, "https://ci.example.org/");
        CodeSource source = new CodeSource() {
            @Override
            public CodeVersion version() {
                return new CodeVersion(Optional.empty(), "a".repeat(40), Optional.empty(), List.of());
            }

            @Override
            public String digest(CodeVersion version, Predicate<String> leftOut) {
                return code;
            }
        };
        EnvironmentProbe probe = new EnvironmentProbe(Map.of(), (command, folder, timeout) -> Optional.empty());
        runner = new TrainingRunner(source, new LineageCollector(probe), store, Clock.systemUTC());
    }

    private TrainingPlan plan(String script) {
        return TrainingPlan.in(repository)
                .withCommand(List.of("sh", "-c", script))
                .withFiles(RunFiles.of(List.of("m.json"), List.of("params.yaml"), List.of(), List.of("models/*.bin")))
                .withSeed(42);
    }

    private static final String TRAIN =
            "mkdir -p models; echo '{\"auc\": 0.90}' > m.json; echo x > models/a.bin; echo $PYTHONHASHSEED $MLOPS_SEED $MLOPS_RUN_ID";

    @Test
    void shouldRecordWhatARunReadAndMade() throws Exception {
        List<String> lines = new ArrayList<>();
        TrainingRun run = runner.run(plan(TRAIN), lines::add);
        assertThat(lines).containsExactly("42 42 " + run.id());
        assertThat(run.metrics().value("auc"))
                .hasValueSatisfying(v -> assertThat(v.display()).isEqualTo("0.90"));
        assertThat(run.models()).singleElement().satisfies(model -> {
            assertThat(model.path()).isEqualTo("models/a.bin");
            assertThat(model.md5()).isEqualTo("401b30e3b8b5d629635a5c613cdb7919");
        });
        assertThat(store.list()).singleElement().satisfies(stored -> assertThat(stored.run())
                .isEqualTo(run));
        assertThat(store.folder(run.id()))
                .isDirectoryContaining("glob:**" + RunStore.PROVENANCE)
                .isDirectoryContaining("glob:**" + RunStore.ML_BOM);
        String text = RunJson.text(store.list().get(0));
        assertThat(RunJson.text(RunJson.read(text.replaceFirst("\\{", "{\"unknown\": 1,"), "f")))
                .isEqualTo(text);
        assertThatThrownBy(() -> RunJson.read(text.replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 2"), "f"))
                .hasMessageContaining("the record of a run has schemaVersion 2, this version reads up to 1");
    }

    @Test
    void shouldRecordAFailedRunAndPassJunkOver() throws Exception {
        assertThat(runner.run(plan("exit 3"), line -> {}).exitCode()).isEqualTo(3);
        Files.createDirectories(store.folder("junk"));
        Files.writeString(store.folder("junk").resolve(RunStore.RUN), "{]");
        Files.writeString(repository.resolve(".mlops/runs/file"), "x");
        Files.createDirectories(store.folder("half"));
        Files.createDirectories(store.folder("folder").resolve(RunStore.RUN));
        Files.write(Files.createDirectories(store.folder("empty")).resolve(RunStore.RUN), new byte[0]);
        assertThat(repository.resolve(".mlops/.gitignore")).hasContent("*");
        assertThat(store.list())
                .singleElement()
                .satisfies(stored -> assertThat(stored.run().succeeded()).isFalse());
        assertThat(store.unreadable()).hasSize(2);
        assertThatThrownBy(() -> runner.run(plan("true"), line -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no metrics file m.json");
        assertThatThrownBy(() -> runner.run(plan("x").withCommand(List.of("no-such-program")), line -> {}))
                .hasMessageContaining("Cannot start 'no-such-program'");
    }

    private TrainingPlan planWithPlots(String script) {
        return plan(script)
                .withFiles(
                        RunFiles.of(List.of("m.json", "more.*"), List.of(), List.of("plots"), List.of("models/*.bin")));
    }

    @Test
    void shouldNotTakeTheFilesOfAnEarlierRunForThoseOfAFailedOne() throws Exception {
        TrainingRun first = runner.run(
                planWithPlots(TRAIN + "; echo '{\"n\": 1}' > more.json; mkdir plots; echo x > plots/p.csv"),
                line -> {});
        assertThat(first.plots()).containsExactly("plots/p.csv");
        for (String file : List.of("m.json", "more.json", "plots/p.csv", "models/a.bin")) {
            Files.setLastModifiedTime(
                    repository.resolve(file), FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
        }
        TrainingRun early = runner.run(planWithPlots("exit 1"), line -> {});
        assertThat(early.metrics()).isEqualTo(Snapshot.EMPTY);
        assertThat(early.plots()).isEmpty();
        assertThat(early.models()).isEmpty();

        TrainingRun late = runner.run(
                planWithPlots("echo y > models/b.bin; echo z > plots/q.csv; echo '{\"auc\": 0.5}' > m.json; exit 1"),
                line -> {});
        assertThat(late.metrics().byName()).containsOnlyKeys("auc");
        assertThat(late.plots()).containsExactly("plots/q.csv");
        assertThat(late.models()).extracting(Artifact::path).containsExactly("models/b.bin");
        assertThat(runner.run(planWithPlots("exit 0"), line -> {}).models())
                .as("a run that succeeds may leave alone what is right")
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json | {\"auc\": 0.9, \"lo",
                "json | {\"auc\": 0.9,",
                "json | {\"auc",
                "yaml | a: [1, 2",
                "yaml | a: \"x",
                "toml | a = [1,",
                "toml | [a",
                "csv | a,b\\n1",
                "json | \\0377\\0376",
            })
    void shouldRecordAFailedRunThatWroteHalfAMetricsFile(String format, String half) throws Exception {
        TrainingRun run = runner.run(
                planWithPlots(
                        "printf '%b' '" + half + "' > more." + format + "; echo '{\"auc\": 0.5}' > m.json; kill -9 $$"),
                line -> {});
        assertThat(run.exitCode()).isEqualTo(137);
        assertThat(run.metrics().value("m.json:auc")).isPresent();
        assertThat(store.list()).singleElement().satisfies(stored -> assertThat(stored.run())
                .isEqualTo(run));
    }

    @Test
    void shouldReuseARunWithTheSameInputsAndSayWhatChanged() throws Exception {
        assertThat(runner.upToDate(runner.before(plan(TRAIN)))).isInstanceOf(UpToDate.Train.class);
        TrainingRun run = runner.run(plan(TRAIN), line -> {});
        assertThat(runner.upToDate(runner.before(plan(TRAIN))))
                .isInstanceOfSatisfying(
                        UpToDate.Reuse.class, r -> assertThat(r.earlier().run()).isEqualTo(run));
        Files.writeString(repository.resolve("params.yaml"), "lr: 0.2\n");
        assertThat(runner.upToDate(runner.before(plan(TRAIN))).reason()).contains("parameters: lr 0.1 -> 0.2");
        Files.writeString(repository.resolve("params.yaml"), "lr: 0.1 # comment\n");
        assertThat(runner.upToDate(runner.before(plan(TRAIN)))).isInstanceOf(UpToDate.Reuse.class);
        assertThat(runner.upToDate(runner.before(plan(TRAIN).withSeed(7))).reason())
                .contains("MLOPS_SEED 42 -> 7");
        code = "2".repeat(64);
        assertThat(runner.upToDate(runner.before(plan(TRAIN))).reason()).contains("code");
        code = "1".repeat(64);
        Files.writeString(repository.resolve("models/a.bin"), "y");
        assertThat(runner.upToDate(runner.before(plan(TRAIN))).reason()).contains("models/a.bin");
    }

    @Test
    void shouldReuseARunThatAnotherWorkspaceRecorded() throws Exception {
        runner.run(plan(TRAIN), line -> {});
        List<StoredRun> records = store.list();
        Files.move(repository.resolve(".mlops"), repository.resolve("gone"));
        PreparedRun again = runner.before(plan(TRAIN));
        assertThat(runner.upToDate(again).reason()).contains("no successful run yet");
        assertThat(runner.upToDate(again, records)).isInstanceOf(UpToDate.Reuse.class);
    }

    @Test
    void shouldRecordWhatAnotherProcessPrepared() throws Exception {
        PreparedRun prepared = runner.before(plan(TRAIN)
                .withVariables(Map.of("A", "b"))
                .withFiles(
                        RunFiles.of(List.of("m.json"), List.of("params.yaml"), List.of("[ab]*"), List.of("models"))));
        String text = PreparedRunJson.text(prepared);
        PreparedRun read = PreparedRunJson.read(text);
        assertThat(read).isEqualTo(prepared);
        Files.createDirectories(repository.resolve("models"));
        Files.writeString(repository.resolve("models/x.bin"), "x");
        Files.writeString(repository.resolve("m.json"), "{\"auc\": 1}");
        assertThat(runner.after(read, 0).models()).extracting(Artifact::path).containsExactly("models/x.bin");
        assertThat(store.find(prepared.id())).isPresent();
        assertThatThrownBy(() -> PreparedRunJson.read(text.replace(prepared.id(), "../x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no id of a run");
        assertThatThrownBy(() -> PreparedRunJson.read(text.substring(0, text.length() / 2)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldEndTheWholeTreeWhenInterrupted() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<Long> child = new AtomicReference<>();
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                runner.run(plan("sleep 300 & echo $!; wait"), line -> {
                    child.set(Long.valueOf(line));
                    started.countDown();
                });
            } catch (IOException | InterruptedException e) {
                end.set(e);
            }
        });
        thread.start();
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
        ProcessHandle sleeping = ProcessHandle.of(child.get()).orElseThrow();
        thread.interrupt();
        thread.join(60_000);
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        sleeping.onExit().get(60, TimeUnit.SECONDS);
        assertThat(store.list())
                .singleElement()
                .satisfies(stored -> assertThat(stored.run().succeeded()).isFalse());
    }

    @Test
    void shouldNameTheMetricsThatDifferBetweenRepeats() throws Exception {
        String script = "echo x >> n; mkdir -p models; echo x > models/a.bin; "
                + "echo \"{\\\"auc\\\": 0.$(wc -l < n | tr -d ' '), \\\"same\\\": 1, \\\"nan\\\": NaN}\" > m.json";
        Repeat.Result result = new Repeat(3, new BigDecimal("0.1")).run(runner, plan(script), line -> {});
        assertThat(result.runs()).hasSize(3);
        assertThat(result.differing()).extracting(Repeat.Spread::metric).containsExactly("m.json:auc", "m.json:nan");
        assertThat(result.differing().get(0).spread()).contains(new BigDecimal("0.2"));
        assertThat(new Repeat(3, new BigDecimal("0.2")).compare(result.runs()).differing())
                .extracting(Repeat.Spread::metric)
                .containsExactly("m.json:nan");
        assertThat(TrainingPlan.in(repository).forced().command()).containsExactly("dvc", "repro", "--force");
    }
}

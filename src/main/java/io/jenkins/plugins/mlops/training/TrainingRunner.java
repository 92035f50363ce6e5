package io.jenkins.plugins.mlops.training;

import io.jenkins.plugins.mlops.dvc.ConfigLocations;
import io.jenkins.plugins.mlops.dvc.DataSnapshot;
import io.jenkins.plugins.mlops.dvc.DvcConfig;
import io.jenkins.plugins.mlops.dvc.DvcRepository;
import io.jenkins.plugins.mlops.dvc.OutputStatus;
import io.jenkins.plugins.mlops.dvc.WorkspaceChanges;
import io.jenkins.plugins.mlops.lineage.CodeSource;
import io.jenkins.plugins.mlops.lineage.Lineage;
import io.jenkins.plugins.mlops.lineage.LineageCollector;
import io.jenkins.plugins.mlops.lineage.LineageScope;
import io.jenkins.plugins.mlops.lineage.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/** Records what a training ran on and what came out. {@link #before} and {@link #after} stand around a run that something else executes. */
public final class TrainingRunner {

    /** The environment variable that tells the command under which id its run is recorded. */
    public static final String RUN_ID = "MLOPS_RUN_ID";

    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final CodeSource code;
    private final LineageCollector collector;
    private final RunStore store;
    private final Clock clock;
    private final ConfigLocations locations;

    /** @param code of the folder that the plans have as their repository */
    public TrainingRunner(CodeSource code, LineageCollector collector, RunStore store, Clock clock) {
        this(code, collector, store, clock, ConfigLocations.NONE);
    }

    private TrainingRunner(
            CodeSource code, LineageCollector collector, RunStore store, Clock clock, ConfigLocations locations) {
        this.locations = locations;
        this.code = code;
        this.collector = collector;
        this.store = store;
        this.clock = clock;
    }

    /** @param other where DVC's configuration outside of the repository is, which may say where its cache is */
    public TrainingRunner withConfigFrom(ConfigLocations other) {
        return new TrainingRunner(code, collector, store, clock, other);
    }

    /** Takes down the inputs; call it right before the run, and tell {@link PreparedRun#warning()}. */
    public PreparedRun before(TrainingPlan plan) throws IOException, InterruptedException {
        Path repository = plan.repository();
        DataSnapshot data = DataSnapshot.of(List.of());
        List<String> modifiedData = List.of();
        RunFiles files = plan.files();
        Predicate<String> made = files::isOutput;
        if (Files.isDirectory(repository.resolve(".dvc"))) {
            DvcRepository dvc = DvcRepository.open(repository);
            data = dvc.snapshot();
            files = files.orElse(RunFiles.declaredBy(dvc));
            made = new MadeByRun(files, dvc.outputs());
            modifiedData = modified(dvc, repository, LineageCollector.inputs(data.outputs(), made));
        }
        Map<String, String> seeds =
                plan.seed().isPresent() ? Seeds.variables(plan.seed().getAsLong()) : Map.of();
        List<String> params = RunFiles.find(repository, files.params());
        Lineage lineage = collector.collect(new LineageScope(repository, code, data, params, made, seeds));
        // Parameters count by value, lock files by their own hash.
        Predicate<String> outputs = made;
        Predicate<String> noCode = path -> outputs.test(path)
                || params.contains(path)
                || lineage.environment().lockFiles().containsKey(path);
        String codeDigest = code.digest(lineage.code(), noCode);
        InputDigest inputs = InputDigest.of(lineage, codeDigest, plan.command());
        Instant started = clock.instant();
        String id = ID_TIME.format(started) + "-" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, String> environment = new TreeMap<>(seeds);
        environment.put(RUN_ID, id);
        return new PreparedRun(
                id,
                plan.withFiles(files),
                lineage.withCode(lineage.code().withModified(modifiedData)),
                modifiedData.isEmpty() ? inputs : inputs.onModifiedData(modifiedData, id),
                environment,
                started);
    }

    /** Data that is not there at all is none that the run can read, and no modification. */
    private List<String> modified(DvcRepository dvc, Path repository, DataSnapshot inputs)
            throws IOException, InterruptedException {
        DvcConfig config = DvcConfig.load(dvc.tree(), repository, locations);
        return new WorkspaceChanges(repository, config)
                .of(inputs.outputs()).stream()
                        .filter(status -> status.state() == OutputStatus.State.MODIFIED)
                        .map(OutputStatus::path)
                        .toList();
    }

    public UpToDate upToDate(PreparedRun run) throws IOException {
        return upToDate(run, List.of());
    }

    /** @param elsewhere records of runs that this store need not have, in any order */
    public UpToDate upToDate(PreparedRun run, List<StoredRun> elsewhere) throws IOException {
        Map<String, StoredRun> known = new HashMap<>();
        elsewhere.forEach(stored -> known.put(stored.run().id(), stored));
        store.list().forEach(stored -> known.put(stored.run().id(), stored));
        return UpToDate.decide(
                run, known.values().stream().sorted(RunStore.NEWEST_FIRST).toList());
    }

    /**
     * Takes down what came out and stores the record.
     *
     * @throws IOException where a successful run did not write a metrics or model file that it should, or one that cannot be read; the record is stored before
     */
    public TrainingRun after(PreparedRun prepared, int exitCode) throws IOException {
        Path repository = prepared.plan().repository();
        RunFiles files = prepared.plan().files();
        Instant finished = clock.instant();
        Outcome outcome = exitCode == 0
                ? Outcome.ofSuccess(repository, files)
                : Outcome.ofFailure(repository, files, prepared.started());
        TrainingRun run = new TrainingRun(
                prepared.id(),
                prepared.lineage(),
                prepared.plan().command(),
                prepared.started(),
                finished,
                exitCode,
                outcome.metrics(),
                outcome.plots(),
                outcome.models());
        store.save(new StoredRun(run, prepared.inputs()));
        if (run.succeeded()) {
            outcome.require(repository, files);
        }
        return run;
    }

    /**
     * Runs the command and records it, whatever it ends with.
     *
     * @throws IOException where the command cannot be started, besides the reasons of {@link #after}
     * @throws InterruptedException after the command and all that it started were ended, and the run was recorded as failed
     */
    public TrainingRun run(PreparedRun prepared, OutputListener listener) throws IOException, InterruptedException {
        TrainingPlan plan = prepared.plan();
        Map<String, String> variables = new TreeMap<>(plan.variables());
        variables.putAll(prepared.environment());
        int exitCode = -1;
        boolean ended = false;
        try (TrainingProcess process = TrainingProcess.start(plan.command(), plan.repository(), variables)) {
            exitCode = process.await(listener);
            ended = true;
        } finally {
            if (!ended) {
                recordFailure(prepared);
            }
        }
        return after(prepared, exitCode);
    }

    public TrainingRun run(TrainingPlan plan, OutputListener listener) throws IOException, InterruptedException {
        PreparedRun prepared = before(plan);
        prepared.warning().ifPresent(listener::line);
        return run(prepared, listener);
    }

    private void recordFailure(PreparedRun prepared) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            after(prepared, TrainingRun.NOT_ENDED);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.dvc.ConfigLocations;
import io.jenkins.plugins.mlops.git.GitRepository;
import io.jenkins.plugins.mlops.lineage.EnvironmentProbe;
import io.jenkins.plugins.mlops.lineage.LineageCollector;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.training.OutputListener;
import io.jenkins.plugins.mlops.training.PreparedRun;
import io.jenkins.plugins.mlops.training.Repeat;
import io.jenkins.plugins.mlops.training.RunFiles;
import io.jenkins.plugins.mlops.training.RunStore;
import io.jenkins.plugins.mlops.training.TrainingPlan;
import io.jenkins.plugins.mlops.training.TrainingRun;
import io.jenkins.plugins.mlops.training.TrainingRunner;
import io.jenkins.plugins.mlops.training.UpToDate;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "train",
        description = "Run a training and record what it ran on and what came out, in .mlops/runs.",
        footer = {
            "",
            "Examples:",
            "  mlops train                                    runs dvc repro",
            "  mlops train --seed 42 -- python3 train.py",
            "  mlops train --repeat 3 --tolerance 0.001 -- python3 train.py",
        })
final class TrainCommand implements Callable<Integer> {

    /** Who ran it, in the provenance. */
    static final String BUILDER = "https://github.com/jenkinsci/mlops-pipeline-plugin/cli";

    private final Mlops mlops;

    @Parameters(
            paramLabel = "<command>",
            arity = "0..*",
            description = "After --: the program and its arguments; no shell reads them. Default: dvc repro.")
    private List<String> command = List.of();

    @Option(names = "--metrics", paramLabel = "<glob>", description = "Metrics files; default: those that DVC knows.")
    private List<String> metrics = List.of();

    @Option(names = "--params", paramLabel = "<glob>", description = "Parameters files; default: those that DVC knows.")
    private List<String> params = List.of();

    @Option(
            names = "--models",
            paramLabel = "<glob>",
            description =
                    "Model files, which are hashed; default: artifacts of type 'model' in dvc.yaml, else outputs of stages that look like models by name.")
    private List<String> models = List.of();

    @Option(names = "--plots", paramLabel = "<glob>", description = "Plot files; default: those that DVC knows.")
    private List<String> plots = List.of();

    @Option(
            names = "--seed",
            paramLabel = "<n>",
            description = "Pins randomness: PYTHONHASHSEED, MLOPS_SEED and more in the environment of the command.")
    private Long seed;

    @Option(
            names = "--skip-if-unchanged",
            description =
                    "Don't train where a successful run with the same inputs is recorded and its models are still there.")
    private boolean skipIfUnchanged;

    @Option(names = "--repeat", paramLabel = "<n>", description = "Train so many times and compare the metrics.")
    private Integer repeat;

    @Option(
            names = "--tolerance",
            paramLabel = "<e>",
            defaultValue = "0",
            description = "With --repeat: how far a metric may vary, inclusive. Default: ${DEFAULT-VALUE}.")
    private BigDecimal tolerance;

    TrainCommand(Mlops mlops) {
        this.mlops = mlops;
    }

    @Override
    public Integer call() throws Exception {
        Machine machine = mlops.machine();
        Console console = mlops.console();
        Path root = machine.project().root();
        TrainingPlan plan = plan(root);
        try (GitRepository git = GitRepository.open(root)) {
            TrainingRunner runner = new TrainingRunner(
                            git.codeIn(root),
                            new LineageCollector(EnvironmentProbe.ofThisMachine()),
                            new RunStore(root, BUILDER),
                            machine.clock())
                    .withConfigFrom(ConfigLocations.of(machine.environment(), machine.osName(), machine.home()));
            OutputListener output = console::note;
            if (repeat != null) {
                return repeated(repeat().run(runner, plan, output), console);
            }
            PreparedRun prepared = runner.before(plan);
            prepared.warning().ifPresent(console::warning);
            if (skipIfUnchanged) {
                UpToDate decision = runner.upToDate(prepared);
                if (decision instanceof UpToDate.Reuse reuse) {
                    console.result("Nothing to train: " + decision.reason() + ".");
                    console.document(document(reuse.earlier().run(), true));
                    return ExitCode.DONE;
                }
                console.note("Training: " + decision.reason() + ".");
            }
            TrainingRun run = runner.run(prepared, output);
            console.result(summary(run));
            console.document(document(run, false));
            return run.succeeded() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private TrainingPlan plan(Path root) throws WrongUseException {
        try {
            TrainingPlan plan = TrainingPlan.in(root)
                    .withFiles(RunFiles.of(metrics, params, plots, models))
                    .withCommand(command);
            return seed == null ? plan : plan.withSeed(seed);
        } catch (IllegalArgumentException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }

    private Repeat repeat() throws WrongUseException {
        if (skipIfUnchanged) {
            throw new WrongUseException("--repeat and --skip-if-unchanged exclude each other.");
        }
        try {
            return new Repeat(repeat, tolerance);
        } catch (IllegalArgumentException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }

    private static int repeated(Repeat.Result result, Console console) {
        Table table = new Table("Metric", ">Spread", "Values");
        for (Repeat.Spread spread : result.differing()) {
            table.row(
                    spread.metric(),
                    spread.spread().map(BigDecimal::toString).orElse(""),
                    String.join(", ", spread.values()));
        }
        result.runs().forEach(run -> console.result(summary(run)));
        console.result(
                table.isEmpty()
                        ? "All metrics came out the same, as far as the tolerance goes."
                        : "Metrics that differ by more than the tolerance:" + System.lineSeparator() + table.text());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("passed", result.passed());
        document.put(
                "runs", result.runs().stream().map(run -> document(run, false)).toList());
        document.put(
                "differing",
                result.differing().stream()
                        .map(spread -> Map.of("metric", spread.metric(), "values", spread.values()))
                        .toList());
        console.document(document);
        return result.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String summary(TrainingRun run) {
        double seconds = Duration.between(run.started(), run.finished()).toMillis() / 1e3;
        if (!run.succeeded()) {
            return "Run " + run.id() + " failed with exit code " + run.exitCode() + " after " + Amount.seconds(seconds)
                    + ".";
        }
        return "Run " + run.id() + ": " + Amount.of(run.metrics().metrics().size(), "metric") + ", "
                + Amount.of(run.models().size(), "model file") + ", in " + Amount.seconds(seconds) + ".";
    }

    private static Map<String, Object> document(TrainingRun run, boolean reused) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", run.id());
        document.put("reused", reused);
        document.put("exitCode", run.exitCode());
        document.put("started", run.started().toString());
        document.put("finished", run.finished().toString());
        document.put("command", run.command());
        document.put("commit", run.lineage().code().commit());
        document.put("dataVersion", run.lineage().dataVersion());
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, Metric> entry : run.metrics().byName().entrySet()) {
            values.put(entry.getKey(), Values.plain(Optional.of(entry.getValue().value())));
        }
        document.put("metrics", values);
        document.put(
                "models",
                run.models().stream()
                        .map(model -> Map.of(
                                "path",
                                model.path(),
                                "size",
                                model.size(),
                                "md5",
                                model.md5(),
                                "sha256",
                                model.sha256()))
                        .toList());
        return document;
    }
}

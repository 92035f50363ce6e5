package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.evaluation.BaselineException;
import io.jenkins.plugins.mlops.evaluation.Baselines;
import io.jenkins.plugins.mlops.evaluation.Evaluation;
import io.jenkins.plugins.mlops.evaluation.KnownBaseline;
import io.jenkins.plugins.mlops.evaluation.Project;
import io.jenkins.plugins.mlops.gate.BaselineChoice;
import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.GateFile;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.report.EvaluatedState;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import io.jenkins.plugins.mlops.report.Section;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "gate",
        description =
                "Decide whether the model of the workspace may go on, by the criteria of gate.yaml and a baseline.",
        footer = {
            "",
            "Examples:",
            "  mlops gate",
            "  mlops gate --baseline branch=main --report report.html --report report.md",
            "  mlops gate --baseline file=baseline/metrics.json",
        })
final class GateCommand implements Callable<Integer> {

    private static final int SHOWN = 20;

    private final Mlops mlops;

    @Option(
            names = {"-c", "--criteria"},
            paramLabel = "<file>",
            defaultValue = "gate.yaml",
            description = "The gate file, relative to the working folder. Default: ${DEFAULT-VALUE}.")
    private String criteria;

    @Option(
            names = {"-b", "--baseline"},
            paramLabel = "<kind>=<name>",
            description =
                    "What to compare with: branch=main (its merge base with this one), commit=..., tag=..., file=... or mlflow=models:/name@alias; default: baseline of the gate file.")
    private String baseline;

    @Option(
            names = "--metrics",
            paramLabel = "<file>",
            description =
                    "A metrics file from the repository's root, may be repeated; default: those of the gate file, else all that DVC knows.")
    private List<String> metrics = List.of();

    @Option(
            names = "--report",
            paramLabel = "<file>",
            description = "Write the report: .html, .md or .json by the name; may be repeated.")
    private List<Path> reports = List.of();

    @Option(names = "--title", paramLabel = "<text>", description = "Of the report; default: the folder's name.")
    private String title;

    GateCommand(Mlops mlops) {
        this.mlops = mlops;
    }

    @Override
    public Integer call() throws Exception {
        Machine machine = mlops.machine();
        Console console = mlops.console();
        for (Path report : reports) {
            ReportFormat.ofFile(report);
        }
        Project project = machine.project();
        GateFile file = file(machine);
        Evaluation evaluation = evaluation(project, file);
        EvaluatedState candidate = evaluation.candidate();
        Optional<KnownBaseline> known = baseline(project, file);

        RecordedRuns runs = RecordedRuns.of(project.root(), candidate.metrics());
        Verdict verdict =
                evaluation.against(known, runs.snapshots(), machine.clock().instant());
        Section.Builder section = evaluation
                .section("", known, verdict)
                .history(runs.histories(
                        verdict, candidate.metrics(), machine.clock().instant()));
        runs.candidate().ifPresent(run -> section.lineage(run.lineage()).models(run.models()));
        EvaluationReport report =
                EvaluationReport.of(title(project), machine.clock().instant(), section.build());

        new LastReport(project.root()).write(report);
        for (Path path : reports) {
            ReportFormat.ofFile(path).write(report, machine.directory().resolve(path));
            console.note("Wrote " + machine.directory().resolve(path) + ".");
        }
        candidate.warnings().forEach(console::warning);
        show(console, report);
        console.document(document(report));
        return verdict.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private GateFile file(Machine machine) throws IOException, WrongUseException {
        try {
            return GateFile.read(machine.directory().resolve(criteria), criteria, arguments(), "the command line");
        } catch (NoSuchFileException e) {
            throw new WrongUseException(
                    "There is no gate file " + criteria + " in " + machine.directory()
                            + ". Write one, as in docs/gate.md, or name it with --criteria.",
                    e);
        } catch (DocumentException | IllegalArgumentException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }

    private static Evaluation evaluation(Project project, GateFile file) throws IOException, WrongUseException {
        try {
            return Evaluation.of(project, file);
        } catch (IllegalArgumentException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }

    private static Optional<KnownBaseline> baseline(Project project, GateFile file)
            throws IOException, WrongUseException {
        try {
            return new Baselines(project, file.metrics(), GateCommand::build).find(file.baseline());
        } catch (BaselineException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }

    private static Optional<KnownBaseline> build(BaselineChoice choice) throws BaselineException {
        throw new BaselineException("The build " + choice.value()
                + " cannot be reached from the command line; choose another baseline, as in --baseline branch=main.");
    }

    /** What the options say in place of the gate file. */
    private Map<String, Object> arguments() throws WrongUseException {
        Map<String, Object> arguments = new LinkedHashMap<>();
        if (!metrics.isEmpty()) {
            arguments.put("metrics", metrics);
        }
        if (baseline != null) {
            arguments.put("baseline", choice());
        }
        return arguments;
    }

    private Map<String, Object> choice() throws WrongUseException {
        int equals = baseline.indexOf('=');
        if (equals < 0) {
            throw new WrongUseException("--baseline " + baseline
                    + " does not say what it names; write branch=" + baseline + ", commit=" + baseline + ", tag="
                    + baseline
                    + " or file=" + baseline + ".");
        }
        return Map.of(baseline.substring(0, equals), baseline.substring(equals + 1));
    }

    private String title(Project project) {
        if (title != null) {
            return title;
        }
        Path name = project.root().getFileName();
        return name == null ? "Model" : name.toString();
    }

    private static void show(Console console, EvaluationReport report) {
        Console.Color color =
                switch (report.verdict().status()) {
                    case PASSED -> Console.Color.GREEN;
                    case WARNING -> Console.Color.YELLOW;
                    case FAILED -> Console.Color.RED;
                };
        console.result(console.paint(color, report.headline()));
        List<Check> failed = report.verdict().checks().stream()
                .filter(Check::failed)
                .sorted(Comparator.comparing((Check check) -> check.severity() == Severity.WARN))
                .toList();
        Table table = new Table("", "Metric", ">Baseline", ">Now", "Rule");
        for (Check check : failed.subList(0, Math.min(SHOWN, failed.size()))) {
            table.row(
                    check.severity() == Severity.FAIL ? "FAIL" : "warn",
                    check.subject(),
                    DiffCommand.display(check.baseline()),
                    DiffCommand.display(check.observed()),
                    check.rule());
        }
        if (!table.isEmpty()) {
            console.result(table.text());
        }
        if (failed.size() > SHOWN) {
            console.result("and " + Amount.of(failed.size() - SHOWN, "more check") + " that did not pass");
        }
    }

    private static Map<String, Object> document(EvaluationReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("passed", report.verdict().passed());
        document.put("status", report.verdict().status().name().toLowerCase(Locale.ROOT));
        document.put("headline", report.headline());
        document.put("baseline", report.sections().get(0).baseline().orElse(null));
        List<Map<String, Object>> checks = new ArrayList<>();
        report.verdict().checks().forEach(check -> checks.add(Values.check(check)));
        document.put("checks", checks);
        return document;
    }
}

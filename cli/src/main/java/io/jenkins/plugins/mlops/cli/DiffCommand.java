package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.dvc.CachedManifests;
import io.jenkins.plugins.mlops.dvc.DataDiff;
import io.jenkins.plugins.mlops.evaluation.Project;
import io.jenkins.plugins.mlops.gate.GateFile;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import io.jenkins.plugins.mlops.metrics.Directions;
import io.jenkins.plugins.mlops.metrics.MetricDiff;
import io.jenkins.plugins.mlops.metrics.Value;
import io.jenkins.plugins.mlops.report.EvaluatedState;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = "Compare metrics, parameters and data of two revisions, or of a revision and the workspace.",
        footer = {
            "",
            "Examples:",
            "  mlops diff              HEAD and the workspace",
            "  mlops diff main         main and the workspace",
            "  mlops diff v1.0 main    two revisions; neither is checked out",
        })
final class DiffCommand implements Callable<Integer> {

    private static final int MOST_FILES = 20;

    private final Mlops mlops;

    @Parameters(
            index = "0",
            paramLabel = "<A>",
            arity = "0..1",
            defaultValue = "HEAD",
            description = "The old state: a revision of Git. Default: ${DEFAULT-VALUE}.")
    private String before;

    @Parameters(
            index = "1",
            paramLabel = "<B>",
            arity = "0..1",
            defaultValue = Revisions.WORKSPACE,
            description = "The new state. Default: the ${DEFAULT-VALUE}.")
    private String after;

    @Option(
            names = "--metrics",
            paramLabel = "<file>",
            description = "A metrics file from the repository's root, may be repeated; default: all that DVC knows.")
    private List<String> metrics = List.of();

    @Option(
            names = {"-a", "--all"},
            description = "Show what is equal as well.")
    private boolean all;

    @Option(
            names = {"--markdown", "--md"},
            description = "Print tables of Markdown.")
    private boolean markdown;

    DiffCommand(Mlops mlops) {
        this.mlops = mlops;
    }

    @Override
    public Integer call() throws Exception {
        Project project = mlops.machine().project();
        Console console = mlops.console();
        Revisions revisions = new Revisions(project);
        EvaluatedState old = revisions.state(before, metrics);
        EvaluatedState now = revisions.state(after, metrics);
        now.warnings().forEach(console::warning);
        List<DiffRow> metricRows = MetricDiff.between(old.metrics(), now.metrics(), directions(project));
        List<DiffRow> parameterRows = MetricDiff.between(old.parameters(), now.parameters(), Directions.none());
        DataDiff data = now.dataSince(old, new CachedManifests(project.cache()));

        show(console, "Metrics", table(MetricDiff.worstFirst(metricRows), true));
        show(console, "Parameters", table(parameterRows, false));
        show(console, "Data", table(data));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("before", old.description());
        document.put("after", now.description());
        document.put("metrics", metricRows.stream().map(Values::row).toList());
        document.put("parameters", parameterRows.stream().map(Values::row).toList());
        document.put("data", Values.data(data));
        console.document(document);
        return ExitCode.DONE;
    }

    /** The gate file may say more than the names of metrics do; one that is wrong is the gate's problem. */
    private static Directions directions(Project project) {
        try {
            return GateFile.read(project.root().resolve("gate.yaml"), "gate.yaml")
                    .policy()
                    .directions();
        } catch (IOException e) {
            return Directions.byName();
        }
    }

    private void show(Console console, String title, Table table) {
        String none = "no difference between " + before + " and " + after;
        if (markdown) {
            console.result("### " + title + "\n\n" + (table.isEmpty() ? none : table.markdown()) + "\n");
        } else {
            console.result(console.paint(Console.Color.BOLD, title)
                    + (table.isEmpty() ? ": " + none : System.lineSeparator() + table.text()));
        }
    }

    private Table table(List<DiffRow> rows, boolean judged) {
        Table table = judged
                ? new Table("Metric", ">" + before, ">" + after, ">Change", ">%", "")
                : new Table("Parameter", ">" + before, ">" + after, ">Change", ">%", "");
        for (DiffRow row : rows) {
            if (all || row.change() != DiffRow.Change.EQUAL) {
                table.row(
                        row.name(),
                        display(row.before()),
                        display(row.after()),
                        row.delta().map(DiffCommand::signed).orElse(""),
                        row.relativeDelta().map(DiffCommand::percent).orElse(""),
                        row.change().name().toLowerCase(Locale.ROOT));
            }
        }
        return table;
    }

    private static Table table(DataDiff diff) {
        Table table = new Table("File", "", ">Bytes");
        diff.changes().stream()
                .limit(MOST_FILES)
                .forEach(change -> table.row(
                        change.path(),
                        change.kind().name().toLowerCase(Locale.ROOT),
                        change.bytesAfter().isPresent()
                                ? Amount.bytes(change.bytesAfter().getAsLong())
                                : change.bytesBefore().isPresent()
                                        ? Amount.bytes(change.bytesBefore().getAsLong())
                                        : ""));
        long total =
                diff.totals().added() + diff.totals().changed() + diff.totals().deleted();
        if (total > MOST_FILES) {
            table.row("and " + Amount.of(total - MOST_FILES, "more file"), "", "");
        }
        return table;
    }

    static String display(Optional<Value> value) {
        return value.map(Value::display).orElse("-");
    }

    private static String signed(BigDecimal delta) {
        return (delta.signum() > 0 ? "+" : "") + delta.toString();
    }

    private static String percent(BigDecimal fraction) {
        return String.format(Locale.ROOT, "%+.2f", fraction.movePointRight(2));
    }
}

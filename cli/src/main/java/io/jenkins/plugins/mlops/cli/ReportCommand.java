package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.report.EvaluationReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "report",
        description = "Print or write the report of the last gate, as HTML, Markdown or JSON.",
        footer = {
            "",
            "Examples:",
            "  mlops report --output report.html --open",
            "  mlops report --format md > comment.md"
        })
final class ReportCommand implements Callable<Integer> {

    private final Mlops mlops;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "<form>",
            description = "html, md or json. Default: by the name of the file, md without one, json with --json.")
    private ReportFormat format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<file>",
            description = "Where to write it; default: standard output.")
    private Path output;

    @Option(names = "--open", description = "Open the file that was written, where a desktop is.")
    private boolean open;

    ReportCommand(Mlops mlops) {
        this.mlops = mlops;
    }

    @Override
    public Integer call() throws Exception {
        Machine machine = mlops.machine();
        Console console = mlops.console();
        if (open && output == null) {
            throw new WrongUseException("--open needs --output, the file to open.");
        }
        EvaluationReport report = new LastReport(machine.project().root()).read();
        if (output == null) {
            ReportFormat form = console.json() ? ReportFormat.JSON : format == null ? ReportFormat.MD : format;
            console.raw(form.render(report));
            return ExitCode.DONE;
        }
        Path file = machine.directory().resolve(output);
        (format == null ? ReportFormat.ofFile(output) : format).write(report, file);
        console.note("Wrote " + file + ".");
        if (open) {
            new DesktopBrowser(machine).open(file, console);
        }
        return ExitCode.DONE;
    }
}

package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.dvc.DvcRepository;
import io.jenkins.plugins.mlops.dvc.Output;
import io.jenkins.plugins.mlops.dvc.OutputStatus;
import io.jenkins.plugins.mlops.dvc.PullOptions;
import io.jenkins.plugins.mlops.dvc.PullPlan;
import io.jenkins.plugins.mlops.dvc.PushCheck;
import io.jenkins.plugins.mlops.dvc.Status;
import io.jenkins.plugins.mlops.evaluation.Project;
import io.jenkins.plugins.mlops.remote.Remotes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = "Show where the workspace differs from what DVC has recorded, or whether everything is pushed.")
final class StatusCommand implements Callable<Integer> {

    private final Mlops mlops;

    @Parameters(paramLabel = "<target>", arity = "0..*", description = "As for pull; default: all.")
    private List<String> targets = List.of();

    @Option(
            names = "--pushed",
            paramLabel = "<revision>",
            arity = "0..1",
            fallbackValue = Revisions.WORKSPACE,
            description =
                    "Ask the remote whether it has all data of a Git revision (default: of the workspace). Moves no data.")
    private String pushed;

    @Option(
            names = {"-r", "--remote"},
            paramLabel = "<name>",
            description = "With --pushed: the remote to ask in place of the default one.")
    private String remote;

    StatusCommand(Mlops mlops) {
        this.mlops = mlops;
    }

    @Override
    public Integer call() throws Exception {
        Project project = mlops.machine().project();
        return pushed == null ? workspace(project) : pushed(project);
    }

    private int workspace(Project project) throws IOException, InterruptedException, WrongUseException {
        PullPlan plan = PullCommand.plan(project, targets);
        List<OutputStatus> statuses = new Status(project.root(), project.config()).of(plan);
        Console console = mlops.console();
        plan.warnings().forEach(console::warning);
        Table table = new Table("State", "Path", ">Added", ">Modified", ">Deleted");
        for (OutputStatus status : statuses) {
            if (status.state() != OutputStatus.State.UNCHANGED) {
                boolean counted = status.state() == OutputStatus.State.MODIFIED;
                table.row(
                        status.state().toString(),
                        status.path(),
                        counted ? String.valueOf(status.added()) : "",
                        counted ? String.valueOf(status.modified()) : "",
                        counted ? String.valueOf(status.deleted()) : "");
            }
        }
        console.result(
                table.isEmpty()
                        ? "All " + Amount.of(statuses.size(), "tracked output") + " as recorded."
                        : table.text());
        console.document(
                Map.of("outputs", statuses.stream().map(StatusCommand::document).toList()));
        return ExitCode.DONE;
    }

    private static Map<String, Object> document(OutputStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("path", status.path());
        document.put("stage", status.stage());
        document.put("state", status.state().name().toLowerCase(Locale.ROOT));
        document.put("added", status.added());
        document.put("modified", status.modified());
        document.put("deleted", status.deleted());
        return document;
    }

    private int pushed(Project project) throws IOException, InterruptedException, WrongUseException {
        Machine machine = mlops.machine();
        DvcRepository repository =
                pushed.equals(Revisions.WORKSPACE) ? project.repository() : new Revisions(project).repository(pushed);
        List<Output> outputs = targets.isEmpty()
                ? repository.outputs()
                : repository.plan(targets).outputs();
        PullOptions options = remote == null ? PullOptions.DEFAULTS : PullOptions.DEFAULTS.withRemote(remote);
        PushCheck.Result result =
                new PushCheck(project.config(), new Remotes(machine.environment())).check(outputs, options);
        Console console = mlops.console();
        if (result.isPushed()) {
            console.result("All " + Amount.of(result.objects(), "object") + " of " + pushed + " are on the remote.");
        } else {
            Table table = new Table("Missing", "Problem");
            result.missing().forEach(missing -> table.row(missing.path(), missing.problem()));
            console.result(table.text());
            console.warning(Amount.of(result.missing().size(), "file") + " of " + pushed
                    + " cannot be pulled by others; run 'dvc push'");
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("revision", pushed);
        document.put("pushed", result.isPushed());
        document.put("objects", result.objects());
        document.put(
                "missing", result.missing().stream().map(PullCommand::failure).toList());
        console.document(document);
        return result.isPushed() ? ExitCode.DONE : ExitCode.FAILED;
    }
}

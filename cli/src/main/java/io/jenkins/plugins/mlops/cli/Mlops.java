package io.jenkins.plugins.mlops.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code mlops} program. */
@Command(
        name = "mlops",
        description = "Pulls versioned data, records training, compares models, decides, and releases.",
        mixinStandardHelpOptions = true,
        versionProvider = Mlops.Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; for gate: passed, perhaps with warnings",
            "1:gate failed; for status --pushed: something is missing; for train: the command failed or gave other metrics when repeated; for deploy: the new pods do not serve; for rollback: the old ones do not",
            "2:wrong use: an option, an argument or the gate file",
            "3:could not: a file, a network, a storage, a cluster"
        })
public final class Mlops implements Runnable {

    /** In the order of the help. */
    private static final List<String> COMMANDS = List.of(
            "pull", "status", "train", "diff", "gate", "report", "image", "deploy", "rollback", "deployments", "demo");

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-C", "--directory"},
            paramLabel = "<folder>",
            scope = ScopeType.INHERIT,
            description = "Run as if started in this folder.")
    private Path directory;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print one JSON document on standard output; messages go to standard error.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Say nothing but results, warnings and errors.")
    private boolean quiet;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Say more; with an error, also where in the program it came from.")
    private boolean verbose;

    private final Machine machine;

    Mlops(Machine machine) {
        this.machine = machine;
    }

    public static void main(String[] args) {
        System.exit(commandLine(Machine.current(), args).execute(args));
    }

    /** @param args where they begin with the name of a command, the line knows that one alone: to describe all of them takes longer than many a command */
    static CommandLine commandLine(Machine machine, String... args) {
        Mlops mlops = new Mlops(machine);
        CommandLine line = new CommandLine(mlops);
        if (args.length > 0 && COMMANDS.contains(args[0])) {
            line.addSubcommand(mlops.command(args[0]));
        } else {
            COMMANDS.forEach(name -> line.addSubcommand(mlops.command(name)));
            line.addSubcommand(new AutoComplete.GenerateCompletion());
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(mlops::report)
                .setUnmatchedOptionsArePositionalParams(false);
    }

    private Object command(String name) {
        return switch (name) {
            case "pull" -> new PullCommand(this);
            case "status" -> new StatusCommand(this);
            case "train" -> new TrainCommand(this);
            case "diff" -> new DiffCommand(this);
            case "gate" -> new GateCommand(this);
            case "report" -> new ReportCommand(this);
            case "image" -> new ImageCommand(this);
            case "deploy" -> new DeployCommand(this);
            case "rollback" -> new RollbackCommand(this);
            case "deployments" -> new DeploymentsCommand(this);
            case "demo" -> new DemoCommand(this);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: mlops pull, train, gate, ... or mlops demo");
    }

    /** Where the command works, after {@code -C}. */
    Machine machine() {
        return directory == null ? machine : machine.in(machine.directory().resolve(directory));
    }

    Console console() {
        CommandLine line = spec.commandLine();
        return new Console(line.getOut(), line.getErr(), new Console.Mode(json, quiet, verbose), machine);
    }

    private int report(Exception problem, CommandLine line, ParseResult parsed) {
        Console console = console();
        if (problem instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        console.error(message(problem));
        if (verbose) {
            problem.printStackTrace(line.getErr());
            line.getErr().flush();
        }
        return problem instanceof WrongUseException ? ExitCode.WRONG_USE : ExitCode.COULD_NOT;
    }

    /** The messages of the JDK's file system exceptions are a bare path. */
    static String message(Exception problem) {
        if (problem instanceof FileSystemException failure && failure.getReason() == null) {
            if (problem instanceof NoSuchFileException) {
                return "There is no file " + failure.getFile() + ".";
            }
            if (problem instanceof AccessDeniedException) {
                return "No permission for " + failure.getFile() + ".";
            }
            if (problem instanceof FileAlreadyExistsException) {
                return failure.getFile() + " is there already.";
            }
        }
        if (problem instanceof InterruptedException) {
            return "Interrupted.";
        }
        String message = problem.getMessage();
        if (problem instanceof IOException || problem instanceof WrongUseException) {
            return message == null ? problem.getClass().getSimpleName() : message;
        }
        return "This is a defect of mlops, please report it with the output of --verbose: "
                + problem.getClass().getSimpleName()
                + (message == null ? "" : ": " + message);
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Mlops.class.getPackage().getImplementationVersion();
            return new String[] {
                "mlops " + (version == null ? "(not packaged)" : version), "Java " + System.getProperty("java.version")
            };
        }
    }
}

package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.dvc.Engine;
import io.jenkins.plugins.mlops.dvc.LinkType;
import io.jenkins.plugins.mlops.dvc.Pull;
import io.jenkins.plugins.mlops.dvc.PullException;
import io.jenkins.plugins.mlops.dvc.PullFailure;
import io.jenkins.plugins.mlops.dvc.PullOptions;
import io.jenkins.plugins.mlops.dvc.PullPlan;
import io.jenkins.plugins.mlops.dvc.PullResult;
import io.jenkins.plugins.mlops.dvc.UnknownTargetException;
import io.jenkins.plugins.mlops.evaluation.Project;
import io.jenkins.plugins.mlops.git.Clones;
import io.jenkins.plugins.mlops.remote.Remotes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pull",
        description = "Fetch DVC-tracked data and put it into the workspace. Needs no dvc program.",
        footer = {
            "",
            "Examples:",
            "  mlops pull                     everything",
            "  mlops pull data/train          one folder",
            "  mlops pull data/images/2026    a part of a tracked folder",
        })
final class PullCommand implements Callable<Integer> {

    private final Mlops mlops;

    @Parameters(
            paramLabel = "<target>",
            arity = "0..*",
            description =
                    "A .dvc file, a stage, a tracked path or a path inside a tracked folder, relative to the working folder; default: all.")
    private List<String> targets = List.of();

    @Option(
            names = {"-r", "--remote"},
            paramLabel = "<name>",
            description = "The remote to fetch from in place of the default one.")
    private String remote;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "<n>",
            description = "Transfers at once.")
    private Integer jobs;

    @Option(names = "--cache-dir", paramLabel = "<folder>", description = "The cache in place of the configured one.")
    private Path cacheDir;

    @Option(
            names = "--link",
            paramLabel = "<types>",
            defaultValue = "auto",
            description =
                    "How files come from the cache: reflink, hardlink, symlink, copy, or several with commas between, in order of preference; auto is cache.type of the configuration. Default: ${DEFAULT-VALUE}.")
    private String link;

    @Option(
            names = "--verify",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Hash what was in the cache already and is not known to be good (on by default). What is transferred is always hashed.")
    private boolean verify;

    @Option(
            names = {"-f", "--force"},
            description = "Overwrite and remove changed files of the workspace.")
    private boolean force;

    @Option(names = "--allow-missing", description = "Data that no remote has is a warning, not an error.")
    private boolean allowMissing;

    @Option(
            names = "--engine",
            paramLabel = "<engine>",
            defaultValue = "AUTO",
            description =
                    "auto, native, or dvc for the installed dvc; auto takes that one for storages that are not native. Default: auto.")
    private Engine engine;

    PullCommand(Mlops mlops) {
        this.mlops = mlops;
    }

    @Override
    public Integer call() throws Exception {
        Machine machine = mlops.machine();
        Console console = mlops.console();
        PullOptions options = options(machine);
        Project project = machine.project();
        PullPlan plan = plan(project, targets);
        Pull pull = new Pull(
                project.root(),
                project.config(),
                new Remotes(machine.environment()),
                new Clones(project.root().resolve(".dvc/tmp/mlops-clones"), project.root()),
                machine.environment());
        PullResult result;
        try (Progress progress = console.progress()) {
            result = pull.run(plan, options, new Narrator(progress, console));
        } catch (PullException e) {
            console.document(document(e.served(), e.failures()));
            throw e;
        }
        result.missing().forEach(missing -> console.warning(missing.path() + ": " + missing.problem()));
        console.result(summary(result));
        console.document(document(result, result.missing()));
        return ExitCode.DONE;
    }

    static PullPlan plan(Project project, List<String> targets) throws IOException, WrongUseException {
        try {
            return project.repository().plan(targets);
        } catch (UnknownTargetException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }

    private PullOptions options(Machine machine) throws WrongUseException {
        PullOptions options = PullOptions.DEFAULTS
                .withVerify(verify)
                .withForce(force)
                .withAllowMissing(allowMissing)
                .withEngine(engine);
        try {
            options = link.equals("auto") ? options : options.withLinks(LinkType.parse(link));
            options = jobs == null ? options : options.withJobs(jobs);
        } catch (IllegalArgumentException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
        options = remote == null ? options : options.withRemote(remote);
        return cacheDir == null
                ? options
                : options.withCacheDir(machine.directory().resolve(cacheDir));
    }

    private static String summary(PullResult result) {
        return Amount.of(result.files(), "file") + ", " + Amount.bytes(result.bytes()) + ": "
                + Amount.of(result.downloaded(), "object") + " fetched, "
                + Amount.of(result.unchanged(), "file") + " as they were, in "
                + Amount.seconds(result.seconds()) + ". Data version " + result.dataVersion() + ".";
    }

    private static Map<String, Object> document(PullResult result, List<PullFailure> failures) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("files", result.files());
        document.put("bytes", result.bytes());
        document.put("downloaded", result.downloaded());
        document.put("cached", result.cached());
        document.put("unchanged", result.unchanged());
        document.put("seconds", result.seconds());
        document.put("dataVersion", result.dataVersion());
        document.put("failures", failures.stream().map(PullCommand::failure).toList());
        return document;
    }

    static Map<String, Object> failure(PullFailure failure) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("path", failure.path());
        document.put("kind", failure.kind().name().toLowerCase(Locale.ROOT));
        document.put("problem", failure.problem());
        return document;
    }
}

package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.deploy.Driver;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Rollback;
import io.jenkins.plugins.mlops.deploy.RollbackRequest;
import io.jenkins.plugins.mlops.deploy.Timing;
import io.jenkins.plugins.mlops.kubernetes.KubernetesCluster;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rollback",
        description =
                "Let serve again what served before the newest release: at once while it is kept, else once it is scaled up and ready.")
final class RollbackCommand implements Callable<Integer> {

    private final Mlops mlops;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(paramLabel = "<app>", description = "As for deploy.")
    private String app;

    @Option(
            names = {"-m", "--reason"},
            required = true,
            paramLabel = "<text>",
            description = "Why, for those who read the history.")
    private String reason;

    @Option(
            names = "--ready-timeout",
            converter = TimeOption.class,
            defaultValue = "10m",
            paramLabel = "<time>",
            description = "For pods that have to be scaled up. Default: 10m.")
    private Duration ready;

    @Option(
            names = "--drain",
            converter = TimeOption.class,
            defaultValue = "30s",
            paramLabel = "<time>",
            description = "How long the pods that served run on, for requests on their way to them. Default: 30s.")
    private Duration drain;

    RollbackCommand(Mlops mlops) {
        this.mlops = mlops;
    }

    @Override
    public Integer call() throws Exception {
        Machine machine = mlops.machine();
        Console console = mlops.console();
        ReleaseNarrator narrator = new ReleaseNarrator(console, machine.clock());
        try (KubernetesCluster namespace = cluster.open(machine)) {
            Rollback rollback = new Rollback(namespace, request(machine), narrator);
            Progress.Finished finished = new Driver(
                            machine.clock(), time -> Thread.sleep(time.toMillis()), narrator::watch)
                    .run(rollback, () -> true);
            boolean done = finished.outcome() == Outcome.ROLLED_BACK;
            console.result(console.paint(done ? Console.Color.GREEN : Console.Color.RED, done ? "DONE" : "STUCK") + " "
                    + finished.message());
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("app", app);
            document.put("namespace", namespace.namespace());
            document.put("outcome", finished.outcome().toString());
            document.put("message", finished.message());
            console.document(document);
            return done ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private RollbackRequest request(Machine machine) throws WrongUseException {
        try {
            return new RollbackRequest(
                    app,
                    cluster.author(machine, Optional.empty()),
                    reason,
                    Timing.DEFAULTS.withReady(ready).withDrain(drain));
        } catch (IllegalArgumentException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }
}

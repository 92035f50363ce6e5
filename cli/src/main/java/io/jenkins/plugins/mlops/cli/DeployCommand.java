package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.deploy.DefaultManifest;
import io.jenkins.plugins.mlops.deploy.Deployer;
import io.jenkins.plugins.mlops.deploy.Driver;
import io.jenkins.plugins.mlops.deploy.Manifest;
import io.jenkins.plugins.mlops.deploy.Observation;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Prometheus;
import io.jenkins.plugins.mlops.deploy.PrometheusClient;
import io.jenkins.plugins.mlops.deploy.Provenance;
import io.jenkins.plugins.mlops.deploy.ReleaseRequest;
import io.jenkins.plugins.mlops.deploy.Smoke;
import io.jenkins.plugins.mlops.deploy.State;
import io.jenkins.plugins.mlops.deploy.Timing;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.kubernetes.KubernetesCluster;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "deploy",
        description =
                "Release an image beside the one that serves, test it, and switch the Service once every replica is ready.",
        footer = {
            "",
            "Examples:",
            "  mlops deploy fraud --image registry.example/fraud@sha256:... --replicas 3 --port 8080",
            "  mlops deploy fraud --image ... -f model.yaml --smoke-path /predict --smoke-body '{\"x\":[1,2]}'",
            "  mlops deploy fraud --image ... --watch 10m --prometheus http://prometheus:9090 --max 'error_ratio=0.01'"
        })
final class DeployCommand implements Callable<Integer> {

    private final Mlops mlops;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(paramLabel = "<app>", description = "Names the Service that serves, and what belongs to it.")
    private String app;

    @Option(
            names = "--image",
            required = true,
            paramLabel = "<image>",
            description = "What to release, best by digest.")
    private String image;

    @Option(
            names = {"-f", "--manifest"},
            paramLabel = "<file>",
            description =
                    "YAML with one Deployment and what belongs to it; $${image}, $${app} and what --set names are filled in. Default: a Deployment made of the options below.")
    private Path manifest;

    @Option(
            names = "--set",
            paramLabel = "<name>=<value>",
            description = "A value for the manifest; whole numbers, true and false are what they look like.")
    private Map<String, String> values = Map.of();

    @Option(names = "--set-string", paramLabel = "<name>=<value>", description = "As --set, but always text.")
    private Map<String, String> texts = Map.of();

    @ArgGroup(validate = false, heading = "%nWithout a manifest:%n")
    private Pods pods = new Pods();

    @ArgGroup(validate = false, heading = "%nBefore the switch:%n")
    private Before before = new Before();

    @ArgGroup(validate = false, heading = "%nAfter the switch:%n")
    private After after = new After();

    @ArgGroup(validate = false, heading = "%nFor the audit:%n")
    private Origin origin = new Origin();

    static final class Pods {
        @Option(names = "--replicas", defaultValue = "2", paramLabel = "<n>", description = "Default: 2.")
        private int replicas;

        @Option(
                names = "--port",
                defaultValue = "8080",
                paramLabel = "<n>",
                description = "That the container listens on. Default: 8080.")
        private int port;

        @Option(
                names = "--ready-path",
                defaultValue = "",
                paramLabel = "<path>",
                description = "Answers 200 once the model is loaded. Default: an open port is enough.")
        private String readyPath;

        @Option(
                names = "--request",
                paramLabel = "<resource>=<quantity>",
                description = "As in --request cpu=500m --request memory=1Gi.")
        private Map<String, String> requests = Map.of();

        @Option(names = "--limit", paramLabel = "<resource>=<quantity>", description = "As in --limit memory=2Gi.")
        private Map<String, String> limits = Map.of();
    }

    static final class Before {
        @Option(
                names = "--ready-timeout",
                converter = TimeOption.class,
                defaultValue = "10m",
                paramLabel = "<time>",
                description = "For all replicas to get ready. Default: 10m.")
        private Duration ready;

        @Option(
                names = "--smoke-path",
                paramLabel = "<path>",
                description = "A request to the new pods, through the API server.")
        private String path;

        @Option(names = "--smoke-body", defaultValue = "", paramLabel = "<json>", description = "Makes it a POST.")
        private String body;

        @Option(names = "--smoke-status", defaultValue = "200", paramLabel = "<n>", description = "Default: 200.")
        private int status;

        @Option(
                names = "--smoke-contains",
                defaultValue = "",
                paramLabel = "<text>",
                description = "That the answer has to contain.")
        private String contains;

        @Option(
                names = "--check",
                paramLabel = "<command>",
                description =
                        "Run by the shell once the new pods are ready behind the Service <app>-preview; if it fails, they are taken away.")
        private String check;

        @Option(
                names = "--watch-preview",
                description =
                        "Look at the pods and at the checks of --max and --min already while --check runs, and discard if they fail; the switch waits for a look that has passed.")
        private boolean watch;
    }

    static final class After {
        @Option(
                names = "--watch",
                converter = TimeOption.class,
                defaultValue = "0",
                paramLabel = "<time>",
                description = "Watch the new pods and the checks, and switch back if they fail. Default: 0.")
        private Duration window;

        @Option(
                names = "--every",
                converter = TimeOption.class,
                defaultValue = "10s",
                paramLabel = "<time>",
                description = "Between two looks. Default: 10s.")
        private Duration interval;

        @Option(names = "--prometheus", paramLabel = "<url>", description = "Who answers the checks.")
        private URI prometheus;

        @Option(
                names = "--max",
                paramLabel = "<query>=<number>",
                description = "A query in PromQL and the most that it may give; may be repeated.")
        private List<String> max = List.of();

        @Option(names = "--min", paramLabel = "<query>=<number>", description = "As --max, the least.")
        private List<String> min = List.of();

        @Option(
                names = "--failures",
                defaultValue = "1",
                paramLabel = "<n>",
                description = "Looks in a row that have to fail. Default: 1.")
        private int failures;

        @Option(
                names = "--silences",
                defaultValue = "3",
                paramLabel = "<n>",
                description = "Looks in a row that may go without an answer. Default: 3.")
        private int silences;

        @Option(
                names = "--keep-old",
                converter = TimeOption.class,
                defaultValue = "10m",
                paramLabel = "<time>",
                description = "How long the old pods run on, so that going back takes no time. Default: 10m.")
        private Duration keepOld;

        @Option(
                names = "--no-wait",
                description = "End as soon as the new pods are trusted; the old ones run on until the next deploy.")
        private boolean leave;
    }

    static final class Origin {
        @Option(
                names = "--release",
                paramLabel = "<id>",
                description = "Carries on what was begun under the same id. Default: one of its own.")
        private String id;

        @Option(names = "--commit", defaultValue = "", paramLabel = "<hash>", description = "Of the code.")
        private String commit;

        @Option(names = "--data-version", defaultValue = "", paramLabel = "<hash>", description = "Of the data.")
        private String dataVersion;

        @Option(names = "--model-digest", defaultValue = "", paramLabel = "<hash>", description = "Of the model.")
        private String modelDigest;
    }

    DeployCommand(Mlops mlops) {
        this.mlops = mlops;
    }

    @Override
    public Integer call() throws Exception {
        Machine machine = mlops.machine();
        Console console = mlops.console();
        ReleaseNarrator narrator = new ReleaseNarrator(console, machine.clock());
        try (KubernetesCluster namespace = cluster.open(machine);
                PreviewCheck check = new PreviewCheck(
                        Optional.ofNullable(before.check), app, namespace.namespace(), machine, console)) {
            Deployer deployer = deployer(namespace, machine, narrator);
            Progress end = new Driver(machine.clock(), time -> Thread.sleep(time.toMillis()), narrator::watch)
                    .run(deployer, () -> check.decide(deployer), this::isEnough);
            return end instanceof Progress.Finished finished
                    ? ended(console, namespace, finished.outcome(), finished.message())
                    : ended(console, namespace, Outcome.PROMOTED, end.message());
        }
    }

    private boolean isEnough(Progress progress) {
        return after.leave
                && progress.state() == State.RETIRING
                && progress instanceof Progress.Working working
                && !working.again().isZero();
    }

    private int ended(Console console, KubernetesCluster namespace, Outcome outcome, String message) {
        boolean serves = outcome == Outcome.PROMOTED;
        console.result(console.paint(
                        serves ? Console.Color.GREEN : Console.Color.RED,
                        outcome.toString().toUpperCase(Locale.ROOT))
                + " " + message);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("app", app);
        document.put("namespace", namespace.namespace());
        document.put("image", image);
        document.put("outcome", outcome.toString());
        document.put("message", message);
        console.document(document);
        return serves ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Deployer deployer(KubernetesCluster namespace, Machine machine, ReleaseNarrator narrator)
            throws IOException, WrongUseException {
        try {
            ReleaseRequest request = new ReleaseRequest(
                            app,
                            manifest(machine, namespace.namespace()),
                            cluster.author(machine, Optional.ofNullable(origin.id)))
                    .with(new Provenance(
                            machine.environment().getOrDefault("BUILD_URL", ""),
                            origin.commit,
                            origin.dataVersion,
                            origin.modelDigest))
                    .with(Timing.DEFAULTS.withReady(before.ready).withKeepOld(after.keepOld))
                    .with(new Observation(after.window, after.interval, after.failures, after.silences, checks()))
                    .withWatchPreview(before.watch);
            if (before.path != null) {
                request = request.with(Smoke.of(
                        before.path,
                        before.body,
                        "application/json",
                        before.status,
                        before.contains,
                        Duration.ofMinutes(1)));
            }
            return new Deployer(namespace, prometheus(), request, narrator);
        } catch (IllegalArgumentException | DocumentException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }

    private Manifest manifest(Machine machine, String namespace) throws IOException {
        if (manifest == null) {
            return new DefaultManifest(app, image, pods.replicas, pods.port, pods.readyPath, pods.requests, pods.limits)
                    .manifest();
        }
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("app", app);
        known.put("image", image);
        known.put("namespace", namespace);
        values.forEach((name, value) -> known.put(name, typed(value)));
        known.putAll(texts);
        return Manifest.parse(Files.readString(machine.directory().resolve(manifest)), manifest.toString(), known);
    }

    private static Object typed(String value) {
        if (value.matches("-?[0-9]{1,18}")) {
            return Long.parseLong(value);
        }
        return value.matches("true|false") ? (Object) Boolean.parseBoolean(value) : value;
    }

    private List<Observation.Check> checks() throws WrongUseException {
        List<Observation.Check> checks = new ArrayList<>();
        for (String check : after.max) {
            checks.add(new Observation.Check(query(check), Optional.empty(), Optional.of(bound(check))));
        }
        for (String check : after.min) {
            checks.add(new Observation.Check(query(check), Optional.of(bound(check)), Optional.empty()));
        }
        return checks;
    }

    /** A query may have '=' in it; the bound stands after the last one. */
    private static String query(String check) throws WrongUseException {
        int equals = check.lastIndexOf('=');
        if (equals < 1) {
            throw new WrongUseException("'" + check + "' is no check; write <query>=<number>.");
        }
        return check.substring(0, equals);
    }

    private static BigDecimal bound(String check) throws WrongUseException {
        try {
            return new BigDecimal(check.substring(check.lastIndexOf('=') + 1).strip());
        } catch (NumberFormatException e) {
            throw new WrongUseException("'" + check + "' does not end with a number; write <query>=<number>.", e);
        }
    }

    private Prometheus prometheus() throws WrongUseException {
        if (after.prometheus == null) {
            if (!after.max.isEmpty() || !after.min.isEmpty()) {
                throw new WrongUseException("--max and --min need --prometheus, to be answered.");
            }
            return Prometheus.NONE;
        }
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new PrometheusClient(http, after.prometheus, Optional.empty());
    }
}

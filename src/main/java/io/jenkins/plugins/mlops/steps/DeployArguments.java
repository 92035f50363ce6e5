package io.jenkins.plugins.mlops.steps;

import io.jenkins.plugins.mlops.agent.ManifestCallable;
import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.deploy.DefaultManifest;
import io.jenkins.plugins.mlops.deploy.Deployments;
import io.jenkins.plugins.mlops.deploy.Manifest;
import io.jenkins.plugins.mlops.deploy.Observation;
import io.jenkins.plugins.mlops.deploy.Provenance;
import io.jenkins.plugins.mlops.deploy.ReleaseRequest;
import io.jenkins.plugins.mlops.deploy.Smoke;
import io.jenkins.plugins.mlops.deploy.Timing;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.release.PrometheusLogin;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What {@code blueGreenDeploy} was given, as a request of the engine. Not a record: what reads {@code program.dat} sets final fields, which the JDK does not allow for records. */
final class DeployArguments implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Arguments that make a manifest where none is given. */
    private static final List<String> WITHOUT_MANIFEST = List.of("replicas", "port", "readyPath", "requests", "limits");

    private static final Duration SMOKE = Duration.ofMinutes(1);

    private final String app;
    private final String image;
    private final TreeMap<String, Object> given;

    /** @param given by name, in plain collections; what is not given has its default */
    DeployArguments(String app, String image, TreeMap<String, Object> given) {
        this.app = app;
        this.image = image;
        this.given = given;
    }

    private interface Rule {
        void check();
    }

    /** @throws IllegalArgumentException that says of all that is wrong what to write instead */
    void check() {
        List<String> problems = new ArrayList<>();
        List<Rule> rules = List.of(
                () -> Deployments.checkName(app),
                this::checkImage,
                this::checkManifest,
                this::timing,
                this::smoke,
                this::observation,
                () -> PrometheusLogin.check(prometheusUrl(), prometheusCredentialsId()),
                this::checkPrometheus);
        for (Rule rule : rules) {
            try {
                rule.check();
            } catch (IllegalArgumentException e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    private void checkImage() {
        if (image.isBlank()) {
            throw new IllegalArgumentException(
                    "there is no image to deploy; write image: 'registry.example/fraud@sha256:...', or let modelImage set MODEL_IMAGE before");
        }
    }

    private void checkManifest() {
        if (manifestFile().isEmpty()) {
            if (given.containsKey("values")) {
                throw new IllegalArgumentException("values are for a manifest; name it, as in manifest: 'model.yaml'");
            }
            // The image has a rule of its own.
            defaultManifest(image.isBlank() ? "none" : image);
            return;
        }
        ManifestCallable.check(manifestFile().get());
        List<String> idle = WITHOUT_MANIFEST.stream().filter(given::containsKey).toList();
        if (!idle.isEmpty()) {
            throw new IllegalArgumentException(
                    String.join(", ", idle)
                            + ": the manifest says that; remove it here, or put ${...} into the manifest and a value into values");
        }
        known("");
    }

    private void checkPrometheus() {
        if (prometheusUrl().isEmpty() && !observation().checks().isEmpty()) {
            throw new IllegalArgumentException(
                    "the checks of observe need somebody to answer them; write prometheusUrl: 'https://prometheus.example', or have an administrator set it for all jobs");
        }
    }

    String app() {
        return app;
    }

    String image() {
        return image;
    }

    Optional<String> manifestFile() {
        return Optional.ofNullable((String) given.get("manifest"));
    }

    String prometheusUrl() {
        return text("prometheusUrl", "");
    }

    String prometheusCredentialsId() {
        return text("prometheusCredentialsId", "");
    }

    /**
     * @param yaml the text of the manifest; null where none was given
     * @throws DocumentException that names the place in the manifest
     */
    ReleaseRequest request(String yaml, String namespace, Author author, Provenance provenance)
            throws DocumentException {
        Manifest manifest = yaml == null
                ? defaultManifest(image).manifest()
                : Manifest.parse(yaml, manifestFile().orElse("manifest"), known(namespace));
        ReleaseRequest request = new ReleaseRequest(app, manifest, author)
                .with(provenance)
                .with(timing())
                .with(observation())
                .withWatchPreview(map("observe").containsKey("beforeSwitch"));
        Optional<Smoke> smoke = smoke();
        return smoke.isPresent() ? request.with(smoke.get()) : request;
    }

    private DefaultManifest defaultManifest(String what) {
        return new DefaultManifest(
                app,
                what,
                number("replicas", 2),
                number("port", 8080),
                text("readyPath", ""),
                quantities("requests"),
                quantities("limits"));
    }

    private Map<String, String> quantities(String name) {
        Map<String, String> quantities = new LinkedHashMap<>();
        map(name).forEach((resource, quantity) -> quantities.put(resource, String.valueOf(quantity)));
        return quantities;
    }

    /** What {@code ${...}} of a manifest may name. */
    private Map<String, Object> known(String namespace) {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("app", app);
        known.put("image", image);
        known.put("namespace", namespace);
        map("values").forEach((name, value) -> {
            if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
                throw new IllegalArgumentException("values has no text, number, true or false for '" + name
                        + "', as in values: [" + name + ": 3]");
            }
            known.put(name, value instanceof Integer number ? (Object) number.longValue() : value);
        });
        return known;
    }

    private Timing timing() {
        return Timing.DEFAULTS
                .withReady(time(given, "ready", Timing.DEFAULTS.ready()))
                .withKeepOld(time(given, "keepOld", Timing.DEFAULTS.keepOld()));
    }

    private Optional<Smoke> smoke() {
        return given.containsKey("smoke") ? Optional.of(smoke(map("smoke"))) : Optional.empty();
    }

    /** @throws IllegalArgumentException that says what to write instead */
    static Smoke smoke(Map<String, Object> smoke) {
        String body = (String) smoke.getOrDefault("body", "");
        int seconds = (Integer) smoke.getOrDefault("seconds", (int) SMOKE.toSeconds());
        if (seconds < 1) {
            throw new IllegalArgumentException("the smoke request has " + seconds + " seconds; write 1 or more");
        }
        return Smoke.of(
                (String) smoke.get("path"),
                body,
                (String) smoke.getOrDefault("contentType", "application/json"),
                (Integer) smoke.getOrDefault("status", 200),
                (String) smoke.getOrDefault("contains", ""),
                Duration.ofSeconds(seconds));
    }

    private Observation observation() {
        Map<String, Object> observe = map("observe");
        List<Observation.Check> checks = new ArrayList<>();
        if (observe.get("checks") instanceof List<?> list) {
            list.forEach(check -> checks.add(check((Map<?, ?>) check)));
        }
        return new Observation(
                time(observe, "duration", Observation.NONE.window()),
                time(observe, "interval", Observation.NONE.interval()),
                (Integer) observe.getOrDefault("failures", Observation.NONE.failures()),
                (Integer) observe.getOrDefault("silences", Observation.NONE.silences()),
                checks);
    }

    private static Observation.Check check(Map<?, ?> check) {
        String query = String.valueOf(check.get("prometheus"));
        if (query.isBlank()) {
            throw new IllegalArgumentException(Messages.ReleaseCheck_noQuery());
        }
        return new Observation.Check(query, bound(check.get("min")), bound(check.get("max")));
    }

    private static Optional<BigDecimal> bound(Object bound) {
        try {
            return Optional.ofNullable(bound).map(number -> BigDecimal.valueOf((Double) number));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the bound " + bound + " of a check is no number", e);
        }
    }

    private static Duration time(Map<String, Object> arguments, String name, Duration standard) {
        return arguments.get(name) instanceof String text ? ReleaseTime.parse(name, text) : standard;
    }

    private String text(String name, String standard) {
        return (String) given.getOrDefault(name, standard);
    }

    private int number(String name, int standard) {
        return (Integer) given.getOrDefault(name, standard);
    }

    private Map<String, Object> map(String name) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (given.get(name) instanceof Map<?, ?> found) {
            found.forEach((key, value) -> map.put(String.valueOf(key), value));
        }
        return map;
    }
}

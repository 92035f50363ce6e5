package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code {mlflow: 'models:/fraud@champion'}} or {@code models:/fraud/3}: the metrics of the run that made a registered model, by MLflow's REST API. An alias
 * that nothing has, or a model that is not registered, is a first run; a version that is not there is an error, because somebody named it.
 */
public final class MlflowBaseline implements BaselineSource {

    private static final Pattern MODEL = Pattern.compile("models:/([^/@]+)(?:@([^/@]+)|/(\\d{1,9}))");

    /** What MLflow's SQL stores keep instead of infinity. */
    private static final BigDecimal LARGEST = new BigDecimal("1.797693134862315e308");

    private final MlflowClient client;
    private final String uri;
    private final Matcher model;

    /** @throws IllegalArgumentException where {@code uri} is none of the two forms */
    public MlflowBaseline(MlflowClient client, String uri) {
        this.client = client;
        this.uri = uri;
        this.model = MODEL.matcher(uri);
        if (!model.matches()) {
            throw new IllegalArgumentException(
                    "'" + uri + "' is no registered model of MLflow; write models:/name@alias or models:/name/version");
        }
    }

    @Override
    public String description() {
        return "MLflow " + uri;
    }

    @Override
    public Optional<Baseline> find() throws IOException {
        Optional<Node.Mapping> version = version();
        if (version.isEmpty()) {
            return Optional.empty();
        }
        String runId = text(version.get(), "run_id")
                .filter(id -> !id.isEmpty())
                .orElseThrow(
                        () -> new IOException(
                                description()
                                        + " was registered without a run, so it has no metrics; register it with the run_id of its training run"));
        Node.Mapping run = client.get("runs/get", Map.of("run_id", runId))
                .orElseThrow(
                        () -> new IOException("the run " + runId + " of " + description() + " is gone from " + client))
                .get("run")
                .orElseThrow(() -> client.unexpected("run"))
                .asMapping("run");
        Node.Mapping info = mapping(run, "info");
        Node.Mapping data = mapping(run, "data");
        Optional<Instant> ended = info.get("end_time")
                .or(() -> info.get("start_time"))
                .filter(Node.Number.class::isInstance)
                .flatMap(time -> ((Node.Number) time).value())
                .map(millis -> Instant.ofEpochMilli(millis.longValue()));
        return Optional.of(new Baseline(metrics(data), description(), commit(data), ended, Map.of()));
    }

    private Optional<Node.Mapping> version() throws IOException {
        String name = model.group(1);
        String alias = model.group(2);
        Optional<Node.Mapping> answer = alias != null
                ? client.get("registered-models/alias", Map.of("name", name, "alias", alias))
                : client.get("model-versions/get", Map.of("name", name, "version", model.group(3)));
        if (answer.isEmpty()) {
            if (alias != null) {
                return Optional.empty();
            }
            throw new IOException(
                    "there is no " + uri + " at " + client + "; name a version that is registered, or an alias");
        }
        return Optional.of(mapping(answer.get(), "model_version"));
    }

    private Snapshot metrics(Node.Mapping data) throws IOException {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        for (Node item : items(data, "metrics")) {
            Node.Mapping metric = item.asMapping("a metric");
            String key = text(metric, "key").orElseThrow(() -> client.unexpected("key"));
            Node value = metric.get("value").orElseThrow(() -> client.unexpected("value"));
            metrics.put(key, new Metric("mlflow", key, value(value)));
        }
        return Snapshot.of(new ArrayList<>(metrics.values()));
    }

    /** JSON has no NaN, so MLflow sends it as text. */
    private static Value value(Node node) throws IOException {
        if (node instanceof Node.Text text) {
            return new Value.NotFinite(text.value());
        }
        BigDecimal number = node.asNumber("the value of a metric");
        if (number.abs().compareTo(LARGEST) > 0) {
            return new Value.NotFinite(number.signum() < 0 ? "-Infinity" : "Infinity");
        }
        return new Value.Numeric(number);
    }

    private Optional<String> commit(Node.Mapping data) throws IOException {
        for (Node item : items(data, "tags")) {
            Node.Mapping tag = item.asMapping("a tag");
            if (text(tag, "key").filter("mlflow.source.git.commit"::equals).isPresent()) {
                return text(tag, "value");
            }
        }
        return Optional.empty();
    }

    private Node.Mapping mapping(Node.Mapping parent, String key) throws IOException {
        return parent.get(key).orElseThrow(() -> client.unexpected(key)).asMapping(key);
    }

    private static List<Node> items(Node.Mapping parent, String key) throws IOException {
        Optional<Node> node = parent.get(key);
        return node.isEmpty() ? List.of() : node.get().asSequence(key).items();
    }

    private static Optional<String> text(Node.Mapping mapping, String key) throws IOException {
        Optional<Node> node = mapping.get(key);
        return node.isEmpty() ? Optional.empty() : Optional.of(node.get().asText(key));
    }
}

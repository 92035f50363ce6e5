package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Anomalies of TensorFlow Data Validation ({@code tensorflow_metadata.proto.v0.Anomalies}), as protobuf text ({@code anomalies.pbtxt}) or JSON. One check for each
 * anomaly; severity {@code WARNING} warns, {@code ERROR} and anything else fails.
 */
final class TfdvReport implements ReportReader {

    private static final String RULE = "TFDV";
    private static final Pattern TEXT_PROTO = Pattern.compile(
            "(?:baseline|anomaly_info|dataset_anomaly_info|anomaly_name_format|data_missing|drift_skew_info|schema_mutation)\\s*[:{<].*",
            Pattern.DOTALL);

    @Override
    public String tool() {
        return "TFDV anomalies";
    }

    @Override
    public Optional<List<Check>> read(ReportText report) throws DocumentException {
        Node.Mapping anomalies;
        if (report.json().isPresent()) {
            anomalies = report.json().get();
            boolean known =
                    List.of("anomalyInfo", "anomaly_info", "anomalyNameFormat", "anomaly_name_format", "baseline")
                            .stream()
                            .anyMatch(key -> anomalies.get(key).isPresent());
            if (!known) {
                return Optional.empty();
            }
        } else if (TEXT_PROTO.matcher(withoutHeader(report.text())).matches()) {
            anomalies = TextProto.read(report.text(), report.file());
        } else {
            return Optional.empty();
        }
        List<Check> checks = new ArrayList<>();
        for (Map.Entry<String, Node> info : byFeature(anomalies).entrySet()) {
            checks.add(check(info.getKey(), info.getValue().asMapping("an anomaly"), report));
        }
        Optional<Node> dataset = field(anomalies, "dataset_anomaly_info", "datasetAnomalyInfo");
        if (dataset.isPresent()) {
            checks.add(check("dataset", dataset.get().asMapping("an anomaly"), report));
        }
        boolean missing = field(anomalies, "data_missing", "dataMissing")
                .filter(node -> node instanceof Node.Flag flag && flag.value())
                .isPresent();
        if (missing) {
            checks.add(report.failed("dataset", RULE, "the data is missing, so it could not be validated"));
        }
        if (checks.isEmpty()) {
            checks.add(report.passed("dataset", RULE, "no anomalies"));
        }
        return Optional.of(checks);
    }

    /** A map field: an object in JSON, repeated {@code key, value} entries in protobuf text. */
    private static Map<String, Node> byFeature(Node.Mapping anomalies) throws DocumentException {
        Optional<Node> field = field(anomalies, "anomaly_info", "anomalyInfo");
        if (field.isEmpty()) {
            return Map.of();
        }
        boolean entries = field.get() instanceof Node.Sequence
                || (field.get() instanceof Node.Mapping entry
                        && entry.get("key").filter(Node.Text.class::isInstance).isPresent());
        if (!entries) {
            return field.get().asMapping("anomaly_info").entries();
        }
        List<Node> items = field.get() instanceof Node.Sequence list ? list.items() : List.of(field.get());
        Map<String, Node> byFeature = new LinkedHashMap<>();
        for (Node item : items) {
            Node.Mapping entry = item.asMapping("anomaly_info");
            Node key =
                    entry.get("key").orElseThrow(() -> new DocumentException(entry.at(), "anomaly_info without key"));
            Node value = entry.get("value")
                    .orElseThrow(() -> new DocumentException(entry.at(), "anomaly_info without value"));
            byFeature.put(key.asText("key"), value);
        }
        return byFeature;
    }

    private static Check check(String feature, Node.Mapping anomaly, ReportText report) {
        String description = text(field(anomaly, "description", "description"))
                .or(() -> text(field(anomaly, "short_description", "shortDescription")))
                .orElse("anomaly");
        String rule = text(field(anomaly, "short_description", "shortDescription"))
                .map(shortly -> RULE + ": " + shortly)
                .orElse(RULE);
        boolean warning =
                text(anomaly.get("severity")).filter("WARNING"::equals).isPresent();
        return report.check(feature, rule, Check.Outcome.FAILED, warning ? Severity.WARN : Severity.FAIL, description);
    }

    /** Without comments at the start. */
    private static String withoutHeader(String text) {
        String rest = text.stripLeading();
        while (rest.startsWith("#") && rest.indexOf('\n') >= 0) {
            rest = rest.substring(rest.indexOf('\n')).stripLeading();
        }
        return rest;
    }

    private static Optional<Node> field(Node.Mapping mapping, String name, String jsonName) {
        return mapping.get(name).or(() -> mapping.get(jsonName));
    }

    private static Optional<String> text(Optional<Node> node) {
        return node.filter(Node.Text.class::isInstance).map(text -> ((Node.Text) text).value());
    }
}

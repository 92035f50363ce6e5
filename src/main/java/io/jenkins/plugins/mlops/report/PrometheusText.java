package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.gate.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newest numbers of many jobs in Prometheus' text exposition format 0.0.4. */
public final class PrometheusText {

    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final int most;
    private int left;

    /** Labels to value, since a scraper refuses the whole text where one sample is there twice. */
    private final Map<String, String> metrics = new LinkedHashMap<>();

    private final Map<String, String> gates = new LinkedHashMap<>();
    private final Map<String, String> times = new LinkedHashMap<>();

    /** @param most samples of metrics; what is more is left out, with a comment */
    public PrometheusText(int most) {
        this.most = most;
    }

    /** @param evaluations of one build, oldest first */
    public void add(String job, List<IndexedEvaluation> evaluations) {
        for (IndexedEvaluation evaluation : evaluations) {
            String build = Integer.toString(evaluation.build());
            String labels = labels("job", job, "section", evaluation.section(), "build", build);
            evaluation.verdict().ifPresent(verdict -> gates.put(labels, verdict == Verdict.Status.FAILED ? "0" : "1"));
            times.put(labels, Double.toString(evaluation.at().toEpochMilli() / 1e3));
            evaluation.metrics().byName().forEach((name, metric) -> {
                if (metrics.size() < most) {
                    metrics.put(
                            labels("job", job, "section", evaluation.section(), "metric", name, "build", build),
                            metric.value().display());
                } else {
                    left++;
                }
            });
        }
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        family("mlops_metric", "A metric of the build that was evaluated last.", metrics, text);
        if (left > 0) {
            text.append("# ")
                    .append(left)
                    .append(" more are left out, since ")
                    .append(most)
                    .append(" are enough\n");
        }
        family(
                "mlops_gate_passed",
                "1 where the quality gate of that build let it pass, with or without warnings, else 0.",
                gates,
                text);
        family("mlops_evaluation_timestamp_seconds", "When that build was evaluated.", times, text);
        return text.toString();
    }

    private static void family(String name, String help, Map<String, String> samples, StringBuilder text) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
        samples.forEach((labels, value) ->
                text.append(name).append(labels).append(' ').append(value).append('\n'));
    }

    private static String labels(String... namesAndValues) {
        StringBuilder labels = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.append(i == 0 ? "" : ",").append(namesAndValues[i]).append("=\"");
            labels.append(namesAndValues[i + 1]
                    .replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\n", "\\n"));
            labels.append('"');
        }
        return labels.append('}').toString();
    }
}

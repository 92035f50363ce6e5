package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Evidently: the JSON of a test suite and of a report of the legacy API, and of a run of the API since 0.7. One check for each test; a legacy report has no tests, so
 * its drift decisions ({@code dataset_drift}, {@code drift_detected}) are checks. A test that is not critical warns.
 */
final class EvidentlyReport implements ReportReader {

    private static final String RULE = "Evidently";

    @Override
    public String tool() {
        return RULE;
    }

    @Override
    public Optional<List<Check>> read(ReportText report) throws DocumentException {
        Optional<Node.Mapping> json = report.json();
        Optional<Node.Sequence> tests = json.flatMap(root -> sequence(root.get("tests")));
        Optional<Node.Sequence> metrics = json.flatMap(root -> sequence(root.get("metrics")));
        if (tests.isEmpty() && metrics.isEmpty()) {
            return Optional.empty();
        }
        List<Check> checks = new ArrayList<>();
        if (tests.isPresent()) {
            for (Node test : tests.get().items()) {
                checks.add(test(test.asMapping("a test"), report));
            }
        }
        if (checks.isEmpty() && metrics.isPresent()) {
            for (Node metric : metrics.get().items()) {
                drift(metric.asMapping("a metric"), report).ifPresent(checks::add);
            }
        }
        if (checks.isEmpty()) {
            checks.add(report.failed(
                    "tests",
                    RULE,
                    "the report holds no test and no decision on drift; run it with include_tests=True or add tests"));
        }
        return Optional.of(checks);
    }

    private static Check test(Node.Mapping test, ReportText report) throws DocumentException {
        String name =
                text(test.get("name")).orElseThrow(() -> new DocumentException(test.at(), "a test without a name"));
        String status =
                text(test.get("status")).orElseThrow(() -> new DocumentException(test.at(), "a test without a status"));
        String subject = column(test)
                .map(column -> name.contains(column) ? name : name + ": " + column)
                .orElse(name);
        String message = text(test.get("description")).orElse(status);
        boolean critical = mapping(test.get("test_config"))
                .flatMap(config -> config.get("is_critical"))
                .filter(node -> node instanceof Node.Flag flag && !flag.value())
                .isEmpty();
        Severity severity = critical ? Severity.FAIL : Severity.WARN;
        return switch (status) {
            case "SUCCESS" -> report.check(subject, RULE, Check.Outcome.PASSED, severity, message);
            case "WARNING" -> report.check(subject, RULE, Check.Outcome.FAILED, Severity.WARN, message);
            case "SKIPPED" -> report.check(subject, RULE, Check.Outcome.SKIPPED, severity, message);
            default -> report.check(subject, RULE, Check.Outcome.FAILED, severity, message);
        };
    }

    private static Optional<String> column(Node.Mapping test) {
        return mapping(test.get("parameters")).flatMap(parameters -> text(parameters.get("column_name")));
    }

    private static Optional<Check> drift(Node.Mapping metric, ReportText report) {
        Optional<Node.Mapping> result = mapping(metric.get("result"));
        Optional<Node> decision = result.flatMap(r -> r.get("dataset_drift").or(() -> r.get("drift_detected")));
        if (decision.isEmpty() || !(decision.get() instanceof Node.Flag drifted)) {
            return Optional.empty();
        }
        String name = text(metric.get("metric")).orElse("drift");
        String subject = result.flatMap(r -> text(r.get("column_name"))).orElse(name);
        return Optional.of(
                drifted.value()
                        ? report.failed(subject, RULE, name + " found drift")
                        : report.passed(subject, RULE, name + " found no drift"));
    }

    private static Optional<Node.Sequence> sequence(Optional<Node> node) {
        return node.filter(Node.Sequence.class::isInstance).map(Node.Sequence.class::cast);
    }

    private static Optional<Node.Mapping> mapping(Optional<Node> node) {
        return node.filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
    }

    private static Optional<String> text(Optional<Node> node) {
        return node.filter(Node.Text.class::isInstance).map(text -> ((Node.Text) text).value());
    }
}

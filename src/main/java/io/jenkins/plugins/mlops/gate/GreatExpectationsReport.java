package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Great Expectations: the JSON of a validation result of 0.x and 1.x, of a checkpoint result of 0.x, and of {@code CheckpointResult.describe()} of 1.x. One check
 * for each expectation; from 1.x on an expectation of severity {@code warning} or {@code info} warns.
 */
final class GreatExpectationsReport implements ReportReader {

    @Override
    public String tool() {
        return "Great Expectations";
    }

    @Override
    public Optional<List<Check>> read(ReportText report) throws DocumentException {
        if (report.json().isEmpty() || report.json().get().get("success").isEmpty()) {
            return Optional.empty();
        }
        List<Check> checks = new ArrayList<>();
        if (!collect(report.json().get(), report, checks)) {
            return Optional.empty();
        }
        if (checks.isEmpty()) {
            checks.add(report.failed("expectations", "Great Expectations", "the report holds no expectation"));
        }
        return Optional.of(checks);
    }

    /** @return whether this is a validation result, or holds them */
    private static boolean collect(Node.Mapping node, ReportText report, List<Check> checks) throws DocumentException {
        Optional<Node> results = node.get("results").or(() -> node.get("expectations"));
        if (results.isPresent() && results.get() instanceof Node.Sequence expectations) {
            int before = checks.size();
            for (Node item : expectations.items()) {
                checks.add(expectation(item.asMapping("an expectation's result"), report));
            }
            boolean says = node.get("success").isPresent() && success(node);
            if (!says && checks.subList(before, checks.size()).stream().noneMatch(Check::failed)) {
                checks.add(report.failed("validation", "Great Expectations", "the validation did not succeed"));
            }
            return true;
        }
        Optional<Node> runs = node.get("validation_results").or(() -> node.get("run_results"));
        if (runs.isEmpty()) {
            return false;
        }
        List<Node> items = runs.get() instanceof Node.Sequence list
                ? list.items()
                : List.copyOf(runs.get().asMapping("run_results").entries().values());
        for (Node item : items) {
            Node.Mapping run = item.asMapping("a validation result");
            Node.Mapping validation = run.get("validation_result").isPresent()
                    ? run.get("validation_result").get().asMapping("validation_result")
                    : run;
            if (!collect(validation, report, checks)) {
                throw new DocumentException(item.at(), "a validation result without 'results'");
            }
        }
        return true;
    }

    private static Check expectation(Node.Mapping result, ReportText report) throws DocumentException {
        Node.Mapping config = result.get("expectation_config").isPresent()
                ? result.get("expectation_config").get().asMapping("expectation_config")
                : result;
        Node type = config.get("type")
                .or(() -> config.get("expectation_type"))
                .orElseThrow(() -> new DocumentException(config.at(), "an expectation without its type"));
        String rule = type.asText("the type of an expectation");
        Optional<Node.Mapping> kwargs = mapping(config.get("kwargs"));
        String subject = kwargs.flatMap(GreatExpectationsReport::column).orElse("table");
        boolean passed = success(result);
        boolean warns = config.get("severity")
                .filter(node -> node instanceof Node.Text text && !text.value().equals("critical"))
                .isPresent();
        return report.check(
                subject,
                rule,
                passed ? Check.Outcome.PASSED : Check.Outcome.FAILED,
                warns ? Severity.WARN : Severity.FAIL,
                passed ? "holds" : problem(result));
    }

    private static boolean success(Node.Mapping result) {
        return result.get("success")
                .filter(node -> node instanceof Node.Flag flag && flag.value())
                .isPresent();
    }

    private static Optional<Node.Mapping> mapping(Optional<Node> node) {
        return node.filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
    }

    private static Optional<String> column(Node.Mapping kwargs) {
        for (String key : List.of("column", "column_A", "column_list", "column_set")) {
            Optional<Node> node = kwargs.get(key);
            if (node.isPresent() && node.get() instanceof Node.Text text) {
                return Optional.of(text.value());
            }
        }
        return Optional.empty();
    }

    private static String problem(Node.Mapping result) {
        Optional<String> exception = mapping(result.get("exception_info")).flatMap(GreatExpectationsReport::exception);
        if (exception.isPresent()) {
            return "could not be checked: " + exception.get();
        }
        Node.Mapping details = mapping(result.get("result")).orElse(new Node.Mapping(Map.of(), result.at()));
        List<String> parts = new ArrayList<>();
        scalar(details.get("unexpected_count")).ifPresent(count -> parts.add(count + " unexpected values"));
        scalar(details.get("element_count")).ifPresent(count -> parts.add("of " + count));
        scalar(details.get("observed_value")).ifPresent(value -> parts.add("observed " + value));
        return parts.isEmpty() ? "does not hold" : "does not hold: " + String.join(" ", parts);
    }

    /** 0.x has one, 1.x one for each metric that could not be computed. */
    private static Optional<String> exception(Node.Mapping info) {
        Optional<String> message = scalar(info.get("exception_message"));
        if (message.isPresent()) {
            return message;
        }
        return info.entries().values().stream()
                .map(node -> mapping(Optional.of(node)).flatMap(nested -> scalar(nested.get("exception_message"))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> scalar(Optional<Node> node) {
        if (node.isPresent() && node.get() instanceof Node.Text text) {
            return Optional.of(text.value());
        }
        return node.filter(Node.Number.class::isInstance).map(number -> ((Node.Number) number).literal());
    }
}

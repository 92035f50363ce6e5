package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * SARIF 2.1.0, as many scanners write it. Only results that are a failure, are not suppressed and are there now count. The severity is the number {@code security-severity}, where rule or
 * result has it, by the bands of CVSS 3: 9 critical, 7 high, 4 medium; else the level: error is high, warning medium, note low.
 */
final class SarifReport implements ReportReader {

    private static final String FORMAT = "SARIF";
    private static final Set<String> NO_FAILURE = Set.of("pass", "notApplicable", "informational");
    private static final double CRITICAL = 9.0;
    private static final double HIGH = 7.0;
    private static final double MEDIUM = 4.0;

    @Override
    public String tool() {
        return FORMAT;
    }

    @Override
    public Optional<List<Check>> read(ReportText report) throws DocumentException {
        Optional<Node.Mapping> json = report.json()
                .filter(root -> root.get("version").isPresent()
                        && root.get("runs")
                                .filter(Node.Sequence.class::isInstance)
                                .isPresent());
        if (json.isEmpty()) {
            return Optional.empty();
        }
        List<Check> checks = new ArrayList<>();
        for (Node item : items(json.get(), "runs")) {
            checks.addAll(run(item.asMapping("a run"), report));
        }
        if (checks.isEmpty()) {
            checks.add(report.failed("scan", FORMAT, "the report holds no run of a tool"));
        }
        return Optional.of(checks);
    }

    private static List<Check> run(Node.Mapping run, ReportText report) throws DocumentException {
        Node.Mapping driver = mapping(run, "tool")
                .flatMap(tool -> mapping(tool, "driver"))
                .orElseThrow(() -> new DocumentException(run.at(), "a run without its tool.driver"));
        String tool = text(driver, "name").orElse(FORMAT);
        List<Check> checks = new ArrayList<>();
        for (Node item : items(run, "invocations")) {
            boolean failed = item.asMapping("an invocation")
                    .get("executionSuccessful")
                    .filter(node -> node instanceof Node.Flag flag && !flag.value())
                    .isPresent();
            if (failed) {
                checks.add(report.failed("scan", tool, tool + " says that it did not run to its end"));
            }
        }
        // A run without the list has not looked; one that found nothing has an empty list.
        if (run.get("results").filter(Node.Sequence.class::isInstance).isEmpty()) {
            checks.add(report.failed("scan", tool, tool + " wrote no results: it did not scan"));
            return checks;
        }
        SarifRules rules = SarifRules.of(run, driver);
        List<Finding> findings = new ArrayList<>();
        for (Node item : items(run, "results")) {
            Node.Mapping result = item.asMapping("a result");
            if (counts(result)) {
                finding(result, rules).ifPresent(findings::add);
            }
        }
        checks.addAll(Finding.checks(findings, tool, report));
        return checks;
    }

    private static boolean counts(Node.Mapping result) throws DocumentException {
        boolean failure = text(result, "kind").filter(NO_FAILURE::contains).isEmpty();
        boolean gone = text(result, "baselineState").filter("absent"::equals).isPresent();
        boolean suppressed = false;
        for (Node item : items(result, "suppressions")) {
            // Without a status it is accepted.
            suppressed |= text(item.asMapping("a suppression"), "status")
                    .filter(status -> !status.equals("accepted"))
                    .isEmpty();
        }
        return failure && !gone && !suppressed;
    }

    private static Optional<Finding> finding(Node.Mapping result, SarifRules rules) throws DocumentException {
        Optional<Node.Mapping> rule = rules.of(result);
        String id = text(result, "ruleId")
                .or(() -> rule.flatMap(known -> text(known, "id")))
                .orElse("a rule without a name");
        String text = id + place(result);
        Optional<Double> score = score(result).or(() -> rule.flatMap(SarifReport::score));
        if (score.isPresent()) {
            return Optional.of(new Finding(band(score.get()), text));
        }
        String level = text(result, "level")
                .or(() -> rule.flatMap(known -> mapping(known, "defaultConfiguration"))
                        .flatMap(configuration -> text(configuration, "level")))
                .orElse("warning");
        return switch (level) {
            case "error" -> Optional.of(new Finding(Finding.Level.HIGH, text));
            case "warning" -> Optional.of(new Finding(Finding.Level.MEDIUM, text));
            case "note" -> Optional.of(new Finding(Finding.Level.LOW, text));
            case "none" -> Optional.empty();
            default -> throw new DocumentException(result.at(), "the level '" + level + "', which SARIF does not have");
        };
    }

    private static Finding.Level band(double score) {
        return score >= CRITICAL
                ? Finding.Level.CRITICAL
                : score >= HIGH ? Finding.Level.HIGH : score >= MEDIUM ? Finding.Level.MEDIUM : Finding.Level.LOW;
    }

    private static Optional<Double> score(Node.Mapping holder) {
        Optional<Node> node = mapping(holder, "properties").flatMap(properties -> properties.get("security-severity"));
        try {
            return node.map(value -> value instanceof Node.Text text
                            ? text.value()
                            : value instanceof Node.Number number ? number.literal() : "")
                    .filter(text -> !text.isEmpty())
                    .map(Double::valueOf)
                    .filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String place(Node.Mapping result) throws DocumentException {
        for (Node item : items(result, "locations")) {
            Optional<String> uri = mapping(item.asMapping("a location"), "physicalLocation")
                    .flatMap(physical -> mapping(physical, "artifactLocation"))
                    .flatMap(artifact -> text(artifact, "uri"));
            if (uri.isPresent()) {
                return " in " + uri.get();
            }
        }
        return "";
    }

    static List<Node> items(Node.Mapping mapping, String key) throws DocumentException {
        Optional<Node> node = mapping.get(key).filter(value -> !(value instanceof Node.Null));
        return node.isEmpty() ? List.of() : node.get().asSequence(key).items();
    }

    static Optional<Node.Mapping> mapping(Node.Mapping mapping, String key) {
        return mapping.get(key).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
    }

    static Optional<String> text(Node.Mapping mapping, String key) {
        return mapping.get(key).filter(Node.Text.class::isInstance).map(node -> ((Node.Text) node).value());
    }
}

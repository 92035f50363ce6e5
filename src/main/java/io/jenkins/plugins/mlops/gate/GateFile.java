package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import io.jenkins.plugins.mlops.metrics.Direction;
import io.jenkins.plugins.mlops.metrics.Directions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code gate.yaml}, or the same as a map of a Pipeline script; {@code gate.schema.json} beside this class describes it for editors.
 *
 * @param metrics files to read the candidate's metrics from; empty where the caller knows them from elsewhere
 * @param reports patterns of other tools' reports, which count as checks
 * @param maxFindings what scanners' reports may have
 */
public record GateFile(
        List<String> metrics,
        Optional<BaselineChoice> baseline,
        GatePolicy policy,
        List<String> reports,
        FindingLimits maxFindings,
        Optional<PairedTest> predictions) {

    private static final List<String> KEYS = List.of(
            "metrics",
            "baseline",
            "criteria",
            "directions",
            "firstRun",
            "maxBaselineAge",
            "sameEvaluationData",
            "reports",
            "maxFindings",
            "predictions");

    public GateFile {
        metrics = List.copyOf(metrics);
        reports = List.copyOf(reports);
    }

    /** @param name what a message calls it */
    public static GateFile read(Path path, String name) throws IOException {
        return parse(new String(Files.readAllBytes(path), StandardCharsets.UTF_8), name);
    }

    /**
     * A file of which some keys are said elsewhere.
     *
     * @param arguments take the place of the file's keys
     * @param where what a message calls the place of the arguments: {@code qualityGate}
     */
    public static GateFile read(Path path, String name, Map<String, ?> arguments, String where) throws IOException {
        Node node = Documents.byExtension(new String(Files.readAllBytes(path), StandardCharsets.UTF_8), name);
        if (arguments.isEmpty()) {
            return fromNode(node);
        }
        Map<String, Node> entries = new LinkedHashMap<>(node.asMapping("a gate").entries());
        entries.putAll(MapNodes.of(arguments, Position.in(where))
                .asMapping("the arguments")
                .entries());
        return fromNode(new Node.Mapping(entries, node.at()));
    }

    /** @throws DocumentException with line and column, that says what to write instead */
    public static GateFile parse(String text, String file) throws DocumentException {
        return fromNode(Documents.byExtension(text, file));
    }

    /**
     * @param where what a message calls it: {@code qualityGate}
     * @throws IllegalArgumentException that says what to write instead
     */
    public static GateFile fromMap(Map<String, ?> map, String where) {
        try {
            return fromNode(MapNodes.of(map, Position.in(where)));
        } catch (DocumentException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    static GateFile fromNode(Node node) throws DocumentException {
        Settings settings = Settings.of(node, "a gate", KEYS);
        Directions directions = directions(settings);
        FirstRun firstRun = settings.choice(
                        "firstRun", Map.of("pass", FirstRun.PASS, "warn", FirstRun.WARN, "fail", FirstRun.FAIL))
                .orElse(BaselineRules.DEFAULT.firstRun());
        Optional<Node> baseline = settings.node("baseline");
        Optional<Node> predictions = settings.node("predictions");
        GateFile gate = new GateFile(
                settings.texts("metrics"),
                baseline.isPresent() ? Optional.of(BaselineChoice.fromNode(baseline.get())) : Optional.empty(),
                new GatePolicy(criteria(settings, directions), directions, baselineRules(settings, firstRun)),
                settings.texts("reports"),
                FindingLimits.fromNode(settings.node("maxFindings")),
                predictions.isPresent()
                        ? Optional.of(PairedTest.fromNode(predictions.get(), firstRun))
                        : Optional.empty());
        if (gate.policy().criteria().isEmpty() && gate.reports().isEmpty() && predictions.isEmpty()) {
            throw settings.problem("criteria", "the gate checks nothing; add criteria, reports or predictions");
        }
        return gate;
    }

    private static List<Criterion> criteria(Settings settings, Directions directions) throws DocumentException {
        Optional<Node> node = settings.node("criteria");
        List<Criterion> criteria = new ArrayList<>();
        if (node.isPresent()) {
            for (Node item : node.get().asSequence("criteria").items()) {
                Criterion criterion = Criterion.fromNode(item);
                Optional<String> problem = Gate.undecidable(criterion, directions);
                if (problem.isPresent()) {
                    throw new DocumentException(item.at(), problem.get());
                }
                criteria.add(criterion);
            }
        }
        return criteria;
    }

    private static Directions directions(Settings settings) throws DocumentException {
        Map<String, Direction> given = new LinkedHashMap<>();
        Optional<Node> node = settings.node("directions");
        if (node.isPresent()) {
            Node.Mapping mapping = node.get().asMapping("directions");
            Settings names = Settings.of(
                    mapping, "directions", List.copyOf(mapping.entries().keySet()));
            for (String name : mapping.entries().keySet()) {
                names.choice(name, Map.of("higher", Direction.HIGHER_IS_BETTER, "lower", Direction.LOWER_IS_BETTER))
                        .ifPresent(direction -> given.put(name, direction));
            }
        }
        return Directions.given(given);
    }

    private static BaselineRules baselineRules(Settings settings, FirstRun firstRun) throws DocumentException {
        Optional<String> age = settings.text("maxBaselineAge");
        Optional<Duration> maxAge = age.flatMap(Durations::parse);
        if (age.isPresent() && maxAge.isEmpty()) {
            throw settings.problem(
                    "maxBaselineAge",
                    "maxBaselineAge is '" + age.get() + "' but has to be a duration like 30d, 12h, 2w or P30D");
        }
        Optional<Node> same = settings.node("sameEvaluationData");
        boolean sameData = false;
        List<String> paths = List.of();
        if (same.isPresent() && same.get() instanceof Node.Sequence) {
            sameData = true;
            paths = settings.texts("sameEvaluationData");
        } else if (same.isPresent()) {
            sameData = same.get().asFlag("sameEvaluationData");
        }
        return new BaselineRules(firstRun, maxAge, sameData, paths);
    }

    /**
     * Reads the reports and predictions that this gate names.
     *
     * @param root the folder that their paths are relative to
     * @return checks for {@link GateInput#withEvidence}; a pattern without a report, or missing predictions, are failed checks
     * @throws IOException where a file is there but cannot be read
     */
    public List<Check> evidence(Path root) throws IOException {
        List<Check> checks = new ArrayList<>(new Reports(root, maxFindings).checks(reports));
        if (predictions.isPresent()) {
            checks.add(predictions.get().check(root));
        }
        return checks;
    }
}

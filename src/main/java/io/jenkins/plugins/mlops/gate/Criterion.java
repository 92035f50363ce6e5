package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import io.jenkins.plugins.mlops.metrics.Direction;
import io.jenkins.plugins.mlops.metrics.NamePattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has to hold for the metrics of one name or pattern.
 *
 * @param metric a name or a pattern; each metric it matches is checked against each rule
 * @param rules at least one
 * @param direction empty where it is to be found by {@link io.jenkins.plugins.mlops.metrics.Directions}
 */
public record Criterion(NamePattern metric, List<Rule> rules, Optional<Direction> direction, Severity severity) {

    private static final List<String> KEYS = List.of(
            "metric",
            "min",
            "max",
            "maxRegression",
            "maxRegressionPct",
            "minImprovement",
            "minImprovementPct",
            "window",
            "higherIsBetter",
            "severity");

    public Criterion {
        rules = List.copyOf(rules);
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("the criterion for '" + metric + "' has no rule");
        }
    }

    /**
     * From a map of a Pipeline script: {@code [metric: 'accuracy', min: 0.92, maxRegression: 0.005]}.
     *
     * @param where what a message calls it: {@code criteria[0]}
     * @throws IllegalArgumentException that says what to write instead
     */
    public static Criterion fromMap(Map<String, ?> map, String where) {
        try {
            return fromNode(MapNodes.of(map, Position.in(where)));
        } catch (DocumentException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** @throws DocumentException that says what to write instead */
    public static Criterion fromNode(Node node) throws DocumentException {
        Settings settings = Settings.of(node, "a criterion", KEYS);
        String metric = settings.text("metric")
                .filter(name -> !name.isBlank())
                .orElseThrow(() -> settings.problem("metric", "a criterion needs 'metric', a name or a pattern"));
        List<Rule> rules = new ArrayList<>();
        Optional<BigDecimal> min = settings.number("min");
        Optional<BigDecimal> max = settings.number("max");
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
            throw settings.problem(
                    "min", "min " + min.get() + " is above max " + max.get() + ", so nothing could ever pass");
        }
        min.map(Rule.Min::new).ifPresent(rules::add);
        max.map(Rule.Max::new).ifPresent(rules::add);
        margin(settings, "maxRegression", "minImprovement", false)
                .map(Rule.MaxRegression::new)
                .ifPresent(rules::add);
        margin(settings, "maxRegressionPct", "minImprovementPct", true)
                .map(Rule.MaxRegression::new)
                .ifPresent(rules::add);
        margin(settings, "minImprovement", "maxRegression", false)
                .map(Rule.MinImprovement::new)
                .ifPresent(rules::add);
        margin(settings, "minImprovementPct", "maxRegressionPct", true)
                .map(Rule.MinImprovement::new)
                .ifPresent(rules::add);
        Optional<Node> window = settings.node("window");
        if (window.isPresent()) {
            rules.add(window(window.get()));
        }
        if (rules.isEmpty()) {
            throw settings.problem(
                    "metric",
                    "the criterion for '" + metric + "' holds nothing; add min, max, maxRegression, maxRegressionPct, "
                            + "minImprovement, minImprovementPct or window");
        }
        Optional<Direction> direction = settings.flag("higherIsBetter")
                .map(higher -> higher ? Direction.HIGHER_IS_BETTER : Direction.LOWER_IS_BETTER);
        return new Criterion(NamePattern.of(metric), rules, direction, severity(settings));
    }

    static Severity severity(Settings settings) throws DocumentException {
        return settings.choice("severity", Map.of("fail", Severity.FAIL, "warn", Severity.WARN))
                .orElse(Severity.FAIL);
    }

    private static Optional<Rule.Margin> margin(Settings settings, String key, String opposite, boolean percent)
            throws DocumentException {
        Optional<BigDecimal> amount = settings.number(key);
        if (amount.isPresent() && amount.get().signum() < 0) {
            throw settings.problem(
                    key,
                    key + " is " + amount.get() + " but cannot be negative; write " + opposite + ": "
                            + amount.get().negate().toPlainString());
        }
        return amount.map(value -> new Rule.Margin(value, percent));
    }

    private static Rule.Window window(Node node) throws DocumentException {
        Settings settings = Settings.of(node, "window", List.of("builds", "sigma"));
        int builds = settings.integer("builds", 2, 10_000)
                .orElseThrow(() -> settings.problem("builds", "window needs 'builds', as in {builds: 10, sigma: 3}"));
        BigDecimal sigma = settings.number("sigma")
                .orElseThrow(() -> settings.problem("sigma", "window needs 'sigma', as in {builds: 10, sigma: 3}"));
        if (sigma.signum() < 0) {
            throw settings.problem("sigma", "sigma is " + sigma + " but cannot be negative");
        }
        return new Rule.Window(builds, sigma);
    }
}

package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of a SARIF run, by name and, for those of the tool itself, by index. */
final class SarifRules {

    private final List<Node.Mapping> ofDriver = new ArrayList<>();
    private final Map<String, Node.Mapping> byName = new HashMap<>();

    private SarifRules() {}

    static SarifRules of(Node.Mapping run, Node.Mapping driver) throws DocumentException {
        SarifRules rules = new SarifRules();
        for (Node item : SarifReport.items(driver, "rules")) {
            rules.ofDriver.add(item.asMapping("a rule"));
        }
        rules.ofDriver.forEach(rules::name);
        Optional<Node.Mapping> tool = SarifReport.mapping(run, "tool");
        for (Node extension : tool.isPresent() ? SarifReport.items(tool.get(), "extensions") : List.<Node>of()) {
            for (Node item : SarifReport.items(extension.asMapping("an extension"), "rules")) {
                rules.name(item.asMapping("a rule"));
            }
        }
        return rules;
    }

    private void name(Node.Mapping rule) {
        SarifReport.text(rule, "id").ifPresent(id -> byName.putIfAbsent(id, rule));
    }

    /** The rule that a result is of; a name may be more special than its rule's: {@code CA1000/1} is of {@code CA1000}. */
    Optional<Node.Mapping> of(Node.Mapping result) {
        Optional<String> name = SarifReport.text(result, "ruleId")
                .or(() -> SarifReport.mapping(result, "rule").flatMap(rule -> SarifReport.text(rule, "id")));
        for (String id = name.orElse(""); !id.isEmpty(); ) {
            if (byName.containsKey(id)) {
                return Optional.of(byName.get(id));
            }
            int slash = id.lastIndexOf('/');
            id = slash < 0 ? "" : id.substring(0, slash);
        }
        return result.get("ruleIndex")
                .filter(Node.Number.class::isInstance)
                .flatMap(node -> ((Node.Number) node).value())
                .filter(index -> index.signum() >= 0 && index.compareTo(new java.math.BigDecimal(ofDriver.size())) < 0)
                .map(index -> ofDriver.get(index.intValue()));
    }
}

package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Trivy: {@code --format json}, schema version 2. Vulnerabilities, misconfigurations, secrets and licenses all count, by their severity. */
final class TrivyReport implements ReportReader {

    private static final String TOOL = "Trivy";

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public Optional<List<Check>> read(ReportText report) throws DocumentException {
        Optional<Node.Mapping> json = report.json()
                .filter(root -> root.get("SchemaVersion").isPresent()
                        && root.get("ArtifactName").isPresent());
        if (json.isEmpty()) {
            return Optional.empty();
        }
        List<Node> results = items(json.get(), "Results");
        if (results.isEmpty()) {
            return Optional.of(List.of(
                    report.failed("scan", TOOL, "Trivy scanned nothing: it knows no system and no packages in it")));
        }
        List<Finding> findings = new ArrayList<>();
        for (Node item : results) {
            Node.Mapping result = item.asMapping("a result");
            String target = text(result, "Target").orElse("");
            add(result, "Vulnerabilities", target, findings, "VulnerabilityID", "PkgName", "InstalledVersion");
            add(result, "Secrets", target, findings, "RuleID");
            add(result, "Licenses", target, findings, "Name", "PkgName");
            add(result, "Misconfigurations", target, findings, "ID");
        }
        return Optional.of(Finding.checks(findings, TOOL, report));
    }

    private static void add(Node.Mapping result, String list, String target, List<Finding> findings, String... names)
            throws DocumentException {
        for (Node item : items(result, list)) {
            Node.Mapping found = item.asMapping("an item of " + list);
            if (text(found, "Status").filter("PASS"::equals).isPresent()) {
                continue;
            }
            String severity = text(found, "Severity")
                    .orElseThrow(() -> new DocumentException(found.at(), "an item of " + list + " without a Severity"));
            String name = Arrays.stream(names)
                    .map(key -> text(found, key))
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining(" "));
            String fixed = text(found, "FixedVersion")
                    .map(version -> " (fixed in " + version + ")")
                    .orElse("");
            findings.add(new Finding(level(severity, found), name + fixed + (target.isEmpty() ? "" : " in " + target)));
        }
    }

    private static Finding.Level level(String severity, Node.Mapping found) throws DocumentException {
        for (Finding.Level level : Finding.Level.values()) {
            if (level.name().equals(severity)) {
                return level;
            }
        }
        throw new DocumentException(found.at(), "the Severity '" + severity + "', which is none of Trivy's");
    }

    /** Empty as well where there is no such list, or {@code null}, as Go writes it. */
    private static List<Node> items(Node.Mapping mapping, String key) throws DocumentException {
        Optional<Node> node = mapping.get(key).filter(value -> !(value instanceof Node.Null));
        return node.isEmpty() ? List.of() : node.get().asSequence(key).items();
    }

    private static Optional<String> text(Node.Mapping mapping, String key) {
        return mapping.get(key)
                .filter(Node.Text.class::isInstance)
                .map(node -> ((Node.Text) node).value())
                .filter(value -> !value.isEmpty());
    }
}

package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.gate.BaselineChoice;
import io.jenkins.plugins.mlops.gate.BaselineRules;
import io.jenkins.plugins.mlops.gate.GateFile;
import io.jenkins.plugins.mlops.gate.GatePolicy;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What to decide by.
 *
 * @param dir relative to the workspace
 * @param criteriaFile relative to {@code dir}; read where {@code arguments} have no criteria
 * @param arguments keys of a gate file with plain lists, maps, numbers and texts; they win over the file's
 * @param title of the report
 */
public record GateRequest(String dir, String criteriaFile, TreeMap<String, Object> arguments, String title)
        implements Serializable {

    /** @throws IllegalArgumentException that says what to write instead */
    public void check() {
        WorkspaceFolder.check(dir);
        WorkspaceFolder.check(criteriaFile);
        if (arguments.containsKey("criteria")) {
            GateFile.fromMap(arguments, "qualityGate");
        } else {
            choice();
            firstRun();
        }
    }

    GateFile gate(Path folder) throws IOException {
        if (arguments.containsKey("criteria")) {
            return GateFile.fromMap(arguments, "qualityGate");
        }
        Path path = folder.resolve(criteriaFile);
        if (!Files.isRegularFile(path)) {
            throw new IOException("There is no gate file " + criteriaFile + " in " + folder
                    + ". Write one, name it with criteriaFile, or give criteria to the step.");
        }
        GateFile file = GateFile.read(path, criteriaFile);
        BaselineRules rules = file.policy().baselineRules();
        GatePolicy policy = new GatePolicy(
                file.policy().criteria(),
                file.policy().directions(),
                new BaselineRules(
                        firstRun().map(BaselineRules::firstRun).orElse(rules.firstRun()),
                        rules.maxAge(),
                        rules.sameEvaluationData(),
                        rules.evaluationData()));
        return new GateFile(
                arguments.get("metrics") instanceof List<?> metrics
                        ? metrics.stream().map(String::valueOf).toList()
                        : file.metrics(),
                choice().or(file::baseline),
                policy,
                file.reports(),
                file.predictions());
    }

    private Optional<BaselineChoice> choice() {
        return arguments.get("baseline") instanceof Map<?, ?> map
                ? Optional.of(BaselineChoice.fromMap(texts(map), "baseline"))
                : Optional.empty();
    }

    /** Read as a gate file reads it, so that the words and the message are the same. */
    private Optional<BaselineRules> firstRun() {
        if (!arguments.containsKey("firstRun")) {
            return Optional.empty();
        }
        Map<String, Object> smallest = new TreeMap<>();
        smallest.put("firstRun", arguments.get("firstRun"));
        smallest.put("reports", List.of("*"));
        return Optional.of(GateFile.fromMap(smallest, "qualityGate").policy().baselineRules());
    }

    private static Map<String, Object> texts(Map<?, ?> map) {
        Map<String, Object> texts = new TreeMap<>();
        map.forEach((key, value) -> texts.put(String.valueOf(key), value));
        return texts;
    }
}

package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.gate.GateFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to decide by.
 *
 * @param dir relative to the workspace
 * @param criteriaFile relative to {@code dir}; read where {@code arguments} have nothing to check
 * @param arguments keys of a gate file with plain lists, maps, numbers and texts; they take the place of the file's
 * @param title of the report
 * @param name of the training, for a build with several; else empty
 */
public record GateRequest(String dir, String criteriaFile, TreeMap<String, Object> arguments, String title, String name)
        implements Serializable {

    /** What messages call the arguments. */
    private static final String STEP = "qualityGate";

    /** @throws IllegalArgumentException that says what to write instead */
    public void check() {
        WorkspaceFolder.check(dir);
        WorkspaceFolder.check(criteriaFile);
        Map<String, Object> whole = new TreeMap<>(arguments);
        if (!hasChecks()) {
            // What is checked stands in the file, which the agent has.
            whole.put("reports", List.of("*"));
        }
        GateFile.fromMap(whole, STEP);
    }

    /** @throws IllegalArgumentException for what is no duration; empty is none */
    public static void checkAge(String maxBaselineAge) {
        if (!maxBaselineAge.isBlank()) {
            GateFile.fromMap(Map.of("maxBaselineAge", maxBaselineAge.strip(), "reports", List.of("*")), STEP);
        }
    }

    /** @throws IllegalArgumentException for what is no map of names to {@code higher} or {@code lower} */
    public static void checkDirections(Object directions) {
        GateFile.fromMap(Map.of("directions", directions, "reports", List.of("*")), STEP);
    }

    private boolean hasChecks() {
        return arguments.containsKey("criteria")
                || arguments.containsKey("reports")
                || arguments.containsKey("predictions");
    }

    GateFile gate(Path folder) throws IOException {
        if (hasChecks()) {
            return GateFile.fromMap(arguments, STEP);
        }
        Path path = folder.resolve(criteriaFile);
        if (!Files.isRegularFile(path)) {
            throw new IOException("There is no gate file " + criteriaFile + " in " + folder
                    + ". Write one, name it with criteriaFile, or give criteria to the step.");
        }
        return GateFile.read(path, criteriaFile, arguments, STEP);
    }
}

package io.jenkins.plugins.mlops.steps;

import hudson.EnvVars;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * What credentials put into the environment of a step.
 *
 * @param values by name; never empty
 */
record SecretVariables(Map<String, String> values) {

    static SecretVariables of(StepContext context) throws IOException, InterruptedException {
        EnvironmentExpander expander = context.get(EnvironmentExpander.class);
        EnvVars variables = context.get(EnvVars.class);
        Map<String, String> values = new TreeMap<>();
        if (expander != null && variables != null) {
            for (String name : expander.getSensitiveVariables()) {
                String value = variables.get(name, "");
                if (!value.isBlank()) {
                    values.put(name, value);
                }
            }
        }
        return new SecretVariables(values);
    }

    /** A command is recorded as it is, in files that many can read. */
    Optional<String> nameOfOneIn(TrainingCommand command) {
        return values.entrySet().stream()
                .filter(secret -> command.contains(secret.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}

package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.gate.BaselineChoice;
import io.jenkins.plugins.mlops.gate.GateFile;
import io.jenkins.plugins.mlops.gate.Rule;
import java.io.Serializable;
import java.util.Optional;

/**
 * What a gate wants to know of other builds.
 *
 * @param build of the baseline; empty where the baseline is no build
 * @param job of that build; empty for the same job
 * @param window how many earlier evaluations its criteria look at
 */
public record GateNeeds(String build, String job, int window) implements Serializable {

    static GateNeeds of(GateFile gate) {
        Optional<BaselineChoice> build = gate.baseline().filter(choice -> choice.kind() == BaselineChoice.Kind.BUILD);
        int window = gate.policy().criteria().stream()
                .flatMap(criterion -> criterion.rules().stream())
                .mapToInt(rule -> rule instanceof Rule.Window bounds ? bounds.builds() : 0)
                .max()
                .orElse(0);
        return new GateNeeds(
                build.map(BaselineChoice::value).orElse(""),
                build.flatMap(BaselineChoice::job).orElse(""),
                window);
    }
}

package io.jenkins.plugins.mlops.gate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a baseline has to be.
 *
 * @param maxAge older ones fail
 * @param sameEvaluationData whether both have to be evaluated on data of the same hashes
 * @param evaluationData the paths whose hashes count, with what is nested in them; empty for all that are known
 */
public record BaselineRules(
        FirstRun firstRun, Optional<Duration> maxAge, boolean sameEvaluationData, List<String> evaluationData) {

    public static final BaselineRules DEFAULT = new BaselineRules(FirstRun.WARN, Optional.empty(), false, List.of());

    public BaselineRules {
        evaluationData = List.copyOf(evaluationData);
    }
}

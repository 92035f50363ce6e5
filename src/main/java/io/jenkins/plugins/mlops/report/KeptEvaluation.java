package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.document.DocumentException;
import java.time.Instant;
import java.util.Optional;

/**
 * An evaluation as a build keeps it, for later builds to be compared with.
 *
 * @param name of the training; may be empty where a build has just one
 * @param commit of the code; empty outside of Git
 * @param at when it was evaluated
 */
public record KeptEvaluation(String name, Optional<String> commit, Instant at, EvaluatedState state) {

    /**
     * @param json as {@link #toJson} writes it; unknown fields are ignored
     * @param file the name for messages
     */
    public static KeptEvaluation read(String json, String file) throws DocumentException {
        return KeptEvaluationJson.read(json, file);
    }

    /** Without warnings, and without the points of curves that a report leaves out. */
    public String toJson() {
        return KeptEvaluationJson.write(this);
    }
}

package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.Position;

/** A {@code ${...}} that has no value. What it stands for is not known then, but the rest of the file is. */
final class InterpolationException extends Exception {
    private static final long serialVersionUID = 1L;

    InterpolationException(Position at, String problem) {
        super(at + ": " + problem);
    }

    /** @param problem names its place already */
    InterpolationException(String problem, Throwable cause) {
        super(problem, cause);
    }
}

package io.jenkins.plugins.mlops.evaluation;

import java.io.IOException;

/** A baseline that cannot be had as it was chosen; the message says what to choose instead. */
public final class BaselineException extends IOException {
    private static final long serialVersionUID = 1L;

    public BaselineException(String message) {
        super(message);
    }

    BaselineException(String message, Throwable cause) {
        super(message, cause);
    }
}

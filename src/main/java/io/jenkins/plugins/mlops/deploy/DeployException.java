package io.jenkins.plugins.mlops.deploy;

import java.io.IOException;

/** A release or a rollback cannot go on; nothing was changed that its message does not name. */
public final class DeployException extends IOException {
    private static final long serialVersionUID = 1L;

    DeployException(String message) {
        super(message);
    }

    public DeployException(String message, Throwable cause) {
        super(message, cause);
    }
}

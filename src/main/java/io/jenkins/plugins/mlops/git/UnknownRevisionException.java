package io.jenkins.plugins.mlops.git;

import java.io.IOException;

/** Nothing has this name; different from a repository that cannot be read. */
public final class UnknownRevisionException extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownRevisionException(String message) {
        super(message);
    }
}

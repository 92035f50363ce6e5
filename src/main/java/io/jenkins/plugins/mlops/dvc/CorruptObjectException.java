package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;

/** Something has another hash than its name says. */
final class CorruptObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptObjectException(String message) {
        super(message);
    }
}

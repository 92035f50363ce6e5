package io.jenkins.plugins.mlops.cli;

/** Something to be mended by the person who typed the command, as the message says. */
final class WrongUseException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongUseException(String message) {
        super(message);
    }

    WrongUseException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.jenkins.plugins.mlops.document;

import java.io.IOException;

/** A file's text is not what it should be. The message starts with file, line and column. */
public final class DocumentException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Position position;

    public DocumentException(Position position, String problem) {
        super(position + ": " + problem);
        this.position = position;
    }

    public DocumentException(Position position, String problem, Throwable cause) {
        super(position + ": " + problem, cause);
        this.position = position;
    }

    public Position position() {
        return position;
    }
}

package io.jenkins.plugins.mlops.document;

import java.io.IOException;

/** A file's text is not what it should be. The message starts with file, line and column. */
public final class DocumentException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Position position;
    private final String problem;

    public DocumentException(Position position, String problem) {
        this(position, problem, null);
    }

    public DocumentException(Position position, String problem, Throwable cause) {
        super(position + ": " + problem, cause);
        this.position = position;
        this.problem = problem;
    }

    public Position position() {
        return position;
    }

    /** The message without the place, for those whom the name of the file tells nothing or who are not to know it. */
    public String problem() {
        return problem;
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A storage that holds objects under {@link ObjectId#path()}. Implementations are safe for use by many threads. Errors are {@link IOException}s whose message
 * says what was tried on what; {@link TransientException} marks those that a second try may mend.
 */
public interface Remote extends AutoCloseable {

    /** Shown to people; without user names, passwords and tokens. */
    String description();

    /**
     * Opens an object for reading from {@code offset} on.
     *
     * @param path relative, {@code /}-separated
     * @throws java.nio.file.NoSuchFileException where the storage answers that it has no such object
     */
    InputStream open(String path, long offset) throws IOException;

    /** @return bytes, or empty where the storage has no such object */
    OptionalLong size(String path) throws IOException;

    /**
     * Lists all objects whose path starts with {@code prefix}, in no order, as full paths.
     *
     * @return false where this storage cannot list (plain HTTP); nothing was handed to {@code paths} then
     */
    boolean list(String prefix, Consumer<String> paths) throws IOException;

    /** How many transfers at once serve best where nobody said; DVC's {@code jobs}. */
    int defaultJobs();

    @Override
    void close() throws IOException;

    /** A failure that may pass: a timeout, a broken connection, an answer like 503. */
    final class TransientException extends IOException {
        private static final long serialVersionUID = 1L;

        public TransientException(String message, Throwable cause) {
            super(message, cause);
        }

        public TransientException(String message) {
            super(message);
        }
    }
}

package io.jenkins.plugins.mlops.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One thing in a build context; its path is relative to the context and {@code /}-separated. */
sealed interface ContextEntry {

    record Folder() implements ContextEntry {}

    /** @param target relative to the link's folder; stays within the context */
    record Link(String target) implements ContextEntry {}

    /**
     * A file of the workspace, read when it is needed.
     *
     * @param source the real path, behind all links
     */
    record Content(Path source, long size, boolean executable) implements ContextEntry {
        InputStream open() throws IOException {
            return Files.newInputStream(source);
        }
    }

    /** What this program adds: a generated Dockerfile, a server. */
    record Text(String text) implements ContextEntry {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        InputStream open() {
            return new ByteArrayInputStream(bytes());
        }
    }
}

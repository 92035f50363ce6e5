package io.jenkins.plugins.mlops.image;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What a {@code .dockerignore} file leaves out; the last line that matches a path or a folder above it decides, as in Docker. */
final class DockerIgnore {

    static final DockerIgnore NONE = new DockerIgnore(List.of());

    private final List<IgnorePattern> patterns;

    private DockerIgnore(List<IgnorePattern> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /**
     * @param file for messages
     * @throws ImageException for a line that is no pattern
     */
    static DockerIgnore parse(String text, String file) throws ImageException {
        List<IgnorePattern> patterns = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line =
                    i == 0 && lines.get(0).startsWith("\uFEFF") ? lines.get(0).substring(1) : lines.get(i);
            String pattern = line.startsWith("#") ? "" : line.strip();
            if (!pattern.isEmpty()) {
                try {
                    patterns.add(pattern(pattern, i + 1));
                } catch (IllegalArgumentException e) {
                    throw new ImageException("Cannot read " + file + ": line " + (i + 1) + ", '" + pattern + "', has "
                            + e.getMessage() + ". Correct the line; a leading backslash takes a character as it is");
                }
            }
        }
        return new DockerIgnore(patterns);
    }

    private static IgnorePattern pattern(String text, int line) {
        boolean exception = text.startsWith("!");
        String pattern = exception ? text.substring(1).strip() : text;
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("nothing behind '!'");
        }
        return IgnorePattern.of(clean(pattern), line, exception);
    }

    /** As Go's {@code filepath.Clean}, and relative to the context. */
    private static String clean(String pattern) {
        boolean rooted = pattern.startsWith("/");
        Deque<String> parts = new ArrayDeque<>();
        for (String part : pattern.split("/")) {
            boolean up = part.equals("..");
            if (up && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !(up && rooted)) {
                parts.addLast(part);
            }
        }
        return parts.isEmpty() ? rooted ? "/" : "." : String.join("/", parts);
    }

    boolean ignores(String path) {
        return ignoring(path).isPresent();
    }

    /** The line that leaves {@code path} out. */
    Optional<IgnorePattern> ignoring(String path) {
        Optional<IgnorePattern> ignoring = Optional.empty();
        for (IgnorePattern pattern : patterns) {
            // Nothing to gain from a line that says what is the case already.
            if (pattern.exception() == ignoring.isPresent() && pattern.matches(path)) {
                ignoring = pattern.exception() ? Optional.empty() : Optional.of(pattern);
            }
        }
        return ignoring;
    }

    /** Whether a file in an ignored folder may still be needed. */
    boolean hasExceptions() {
        return patterns.stream().anyMatch(IgnorePattern::exception);
    }
}

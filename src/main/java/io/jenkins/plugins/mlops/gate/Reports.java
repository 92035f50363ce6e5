package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Reports of other tools in a folder. The tool is known by the content. */
public final class Reports {

    private static final List<ReportReader> READERS = List.of(
            new GreatExpectationsReport(),
            new EvidentlyReport(),
            new SarifReport(),
            new TrivyReport(),
            new TfdvReport(),
            new JUnitReport());

    private final Path root;
    private final FindingLimits limits;

    public Reports(Path root) {
        this(root, FindingLimits.DEFAULT);
    }

    Reports(Path root, FindingLimits limits) {
        this.root = root;
        this.limits = limits;
    }

    /**
     * @param patterns globs of {@link java.nio.file.FileSystem#getPathMatcher} relative to the root, {@code /}-separated; {@code **}{@code /x} also finds x in
     *     the root itself
     * @return a failed check for a pattern without a file
     * @throws IOException where a report cannot be read; the message names file and place
     */
    public List<Check> checks(List<String> patterns) throws IOException {
        List<Check> checks = new ArrayList<>();
        for (String pattern : patterns) {
            TreeSet<String> files = find(pattern);
            if (files.isEmpty()) {
                checks.add(new ReportReader.ReportText("", pattern, Optional.empty(), limits)
                        .failed(pattern, "report", "no file matches '" + pattern + "', so the report is missing"));
            }
            for (String file : files) {
                Path path = WorkspacePaths.resolve(root, file, "a report");
                if (Files.size(path) > Documents.MAX_LENGTH) {
                    throw new DocumentException(
                            Position.in(file),
                            "larger than " + Documents.MAX_LENGTH + " bytes, too large for a report");
                }
                checks.addAll(read(new String(Files.readAllBytes(path), StandardCharsets.UTF_8), file, limits));
            }
        }
        return checks;
    }

    /** @throws DocumentException for malformed text, and for a report of no known tool */
    public static List<Check> read(String text, String file) throws DocumentException {
        return read(text, file, FindingLimits.DEFAULT);
    }

    static List<Check> read(String text, String file, FindingLimits limits) throws DocumentException {
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Optional<Node.Mapping> json = content.stripLeading().startsWith("{")
                ? Optional.of(Documents.json(content, file).asMapping("a report"))
                : Optional.empty();
        ReportReader.ReportText report = new ReportReader.ReportText(content, file, json, limits);
        for (ReportReader reader : READERS) {
            Optional<List<Check>> checks = reader.read(report);
            if (checks.isPresent()) {
                return checks.get();
            }
        }
        throw new DocumentException(
                Position.startOf(file),
                "not a report of a known tool; known are "
                        + READERS.stream().map(ReportReader::tool).collect(Collectors.joining(", ")));
    }

    private TreeSet<String> find(String pattern) throws IOException {
        List<PathMatcher> matchers = matchers(pattern);
        TreeSet<String> found = new TreeSet<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean internal = folder.endsWith(".git") || folder.endsWith(".dvc");
                return internal ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                Path relative = root.relativize(file);
                if (matchers.stream().anyMatch(matcher -> matcher.matches(relative))) {
                    found.add(
                            relative.toString().replace(relative.getFileSystem().getSeparator(), "/"));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private List<PathMatcher> matchers(String pattern) throws IOException {
        try {
            List<PathMatcher> matchers = new ArrayList<>();
            matchers.add(root.getFileSystem().getPathMatcher("glob:" + pattern));
            if (pattern.startsWith("**/")) {
                matchers.add(root.getFileSystem().getPathMatcher("glob:" + pattern.substring(3)));
            }
            return matchers;
        } catch (PatternSyntaxException e) {
            throw new IOException("'" + pattern + "' is no pattern of report files: " + e.getDescription(), e);
        }
    }
}

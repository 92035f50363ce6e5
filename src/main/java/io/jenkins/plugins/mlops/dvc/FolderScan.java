package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is in an output's place in the workspace; symbolic links are shown, not followed. */
final class FolderScan {

    enum Kind {
        FILE,
        LINK,
        FOLDER,
        /** A device, a pipe, a socket. */
        OTHER
    }

    record Actual(Kind kind, FileStamp stamp) {}

    private FolderScan() {}

    /** @return empty where nothing is there */
    static Optional<Actual> one(Path file) throws IOException {
        try {
            return Optional.of(
                    actual(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** @return by path relative to {@code folder}, without {@code folder} itself */
    static Map<String, Actual> all(Path folder) throws IOException {
        Map<String, Actual> found = new HashMap<>();
        Deque<String> todo = new ArrayDeque<>();
        todo.add("");
        while (!todo.isEmpty()) {
            String current = todo.removeLast();
            try (DirectoryStream<Path> children = Files.newDirectoryStream(folder.resolve(current))) {
                for (Path child : children) {
                    Optional<Actual> actual = one(child);
                    if (actual.isEmpty()) {
                        continue;
                    }
                    String path = RepositoryPath.join(current, String.valueOf(child.getFileName()));
                    found.put(path, actual.get());
                    if (actual.get().kind() == Kind.FOLDER) {
                        todo.add(path);
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        return found;
    }

    private static Actual actual(BasicFileAttributes attributes) {
        Kind kind = attributes.isRegularFile()
                ? Kind.FILE
                : attributes.isSymbolicLink() ? Kind.LINK : attributes.isDirectory() ? Kind.FOLDER : Kind.OTHER;
        return new Actual(kind, FileStamp.of(attributes));
    }
}

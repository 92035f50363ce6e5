package io.jenkins.plugins.mlops.remote;

import io.jenkins.plugins.mlops.dvc.Remote;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A folder of this machine or of a network share, laid out like a cache. */
final class LocalRemote implements Remote {

    /** More than twice the cores makes a disk slower, not faster. */
    private static final int MOST_JOBS = 8;

    private static final Pattern TEMPORARY = Pattern.compile(".*\\.(tmp|part)");

    private final Path folder;
    private final String root;

    LocalRemote(Path folder) {
        this.folder = folder;
        this.root = folder + folder.getFileSystem().getSeparator();
    }

    @Override
    public String description() {
        return folder.toString();
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
        // FileInputStream and not a channel: for small files half of the time goes into opening.
        FileInputStream stream;
        try {
            stream = new FileInputStream(root + path);
        } catch (FileNotFoundException e) {
            throw cannotOpen(path, e);
        }
        if (offset > 0) {
            try {
                stream.getChannel().position(offset);
            } catch (IOException e) {
                stream.close();
                throw e;
            }
        }
        return stream;
    }

    /** {@code FileInputStream} calls every reason "file not found". */
    private FileSystemException cannotOpen(String path, FileNotFoundException cause) {
        Path file = folder.resolve(path);
        FileSystemException exception;
        if (Files.notExists(file)) {
            exception = new NoSuchFileException(file.toString());
        } else if (!Files.isReadable(file)) {
            exception =
                    new AccessDeniedException(file.toString(), null, "the remote's file cannot be read by this user");
        } else {
            exception = new FileSystemException(
                    file.toString(), null, "the remote's file cannot be read: " + cause.getMessage());
        }
        exception.initCause(cause);
        return exception;
    }

    @Override
    public OptionalLong size(String path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(folder.resolve(path), BasicFileAttributes.class);
            return attributes.isRegularFile() ? OptionalLong.of(attributes.size()) : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public boolean list(String prefix, Consumer<String> paths) throws IOException {
        int slash = prefix.lastIndexOf('/');
        Path start = slash < 0 ? folder : folder.resolve(prefix.substring(0, slash));
        if (!Files.isDirectory(start)) {
            return true;
        }
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                String name = relative(visited) + "/";
                boolean below = visited.equals(start) || name.startsWith(prefix) || prefix.startsWith(name);
                return below ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = relative(file);
                if (name.startsWith(prefix)
                        && !TEMPORARY.matcher(name).matches()
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    paths.accept(name);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return true;
    }

    private String relative(Path file) {
        return folder.relativize(file).toString().replace(folder.getFileSystem().getSeparator(), "/");
    }

    @Override
    public int defaultJobs() {
        return Math.max(2, Math.min(MOST_JOBS, Runtime.getRuntime().availableProcessors()));
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A folder on disk. Reads through symbolic links as long as they stay in it; a link that leaves it is an error and not followed. */
public final class FileSystemTree implements SourceTree {

    /** The files that this tree is asked for are read whole; none of DVC's is anywhere near this size. */
    private static final long MAX_FILE_SIZE = 256L * 1024 * 1024;

    private final Path root;

    public FileSystemTree(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public Path root() {
        return root;
    }

    @Override
    public String description() {
        return root.toString();
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        Path file = resolve(path);
        Path real;
        try {
            real = file.toRealPath();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (isBelowFile(file)) {
                return Optional.empty();
            }
            throw new IOException("Cannot read " + file + ": " + e.getReason(), e);
        }
        requireInside(file, real);
        if (Files.isDirectory(real)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(real)) {
            // A pipe would block for ever.
            throw new IOException("Cannot read " + file + ": it is not a regular file");
        }
        if (Files.size(real) > MAX_FILE_SIZE) {
            throw new IOException(
                    "Cannot read " + file + ": it is larger than " + MAX_FILE_SIZE + " bytes, which no DVC file is");
        }
        return Optional.of(Files.readAllBytes(real));
    }

    @Override
    public List<Entry> list(String folder) throws IOException {
        Path path = resolve(folder);
        if (!path.equals(root) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        Path real;
        try {
            real = path.toRealPath();
        } catch (NoSuchFileException e) {
            return List.of();
        }
        requireInside(path, real);
        if (!Files.isDirectory(real)) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(real)) {
            for (Path child : children) {
                entries.add(new Entry(
                        String.valueOf(child.getFileName()), Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)));
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    /** Systems have no common error for it. */
    private static boolean isBelowFile(Path file) {
        for (Path parent = file.getParent(); parent != null; parent = parent.getParent()) {
            if (Files.exists(parent)) {
                return !Files.isDirectory(parent);
            }
        }
        return false;
    }

    private Path resolve(String path) throws IOException {
        try {
            Path file = root.resolve(path).normalize();
            if (!file.startsWith(root)) {
                throw new IOException("'" + path + "' is not inside " + root);
            }
            return file;
        } catch (InvalidPathException e) {
            throw new IOException("'" + path + "' is no name that this system's files can have: " + e.getReason(), e);
        }
    }

    private void requireInside(Path file, Path real) throws IOException {
        // The first spares a call to the system, mostly.
        if (!real.startsWith(root) && !real.startsWith(root.toRealPath())) {
            throw new IOException(file + " is reached through a symbolic link that leaves " + root
                    + ". Links out of the repository are not followed; put the file itself there");
        }
    }
}

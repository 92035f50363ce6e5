package io.jenkins.plugins.mlops.image;

import io.jenkins.plugins.mlops.lineage.PathGlob;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The folder that an image is made from. A link to a file counts as the file, as long as that lies in the folder or in a cache that may be linked to. */
final class Workspace {

    /** Histories, caches, credentials and records of tools; never part of an image. */
    private static final Set<String> INTERNAL = Set.of(".git", ".dvc", ".mlops");

    private final Path root;
    private final List<Path> caches;

    /** @param caches folders, also outside of {@code root}, whose files links may stand for, as DVC's cache */
    Workspace(Path root, List<Path> caches) throws IOException {
        try {
            this.root = root.toRealPath();
        } catch (NoSuchFileException e) {
            throw new ImageException("There is no folder " + root + " to make an image from", e);
        }
        List<Path> real = new ArrayList<>();
        for (Path cache : caches) {
            if (Files.isDirectory(cache)) {
                real.add(cache.toRealPath());
            }
        }
        this.caches = List.copyOf(real);
    }

    Path root() {
        return root;
    }

    /**
     * The files that the globs stand for, sorted.
     *
     * @param what for messages: {@code model}
     * @throws ImageException for a glob without a file
     */
    List<String> find(List<PathGlob> globs, String what) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        TreeSet<String> unmatched = new TreeSet<>();
        for (PathGlob glob : globs) {
            Path start = glob.hasWildcard() ? root : root.resolve(glob.toString());
            TreeSet<String> files = new TreeSet<>();
            if (Files.exists(start)) {
                walk(start, path -> true, (path, isFolder) -> {
                    if (!isFolder && glob.matches(path) && !isInternal(path)) {
                        files.add(path);
                    }
                });
            }
            found.addAll(files);
            if (files.isEmpty()) {
                unmatched.add("'" + glob + "'");
            }
        }
        if (!unmatched.isEmpty()) {
            throw new ImageException("Cannot make the image: no " + what + " file in " + root + " matches "
                    + String.join(", ", unmatched)
                    + ". Check the spelling; if DVC tracks it, pull it first, and if a stage makes it, train first");
        }
        return List.copyOf(found);
    }

    private static boolean isInternal(String path) {
        return Stream.of(path.split("/")).anyMatch(INTERNAL::contains);
    }

    /** All that {@code ignore} leaves, folders as well, without what belongs to tools. */
    Map<String, ContextEntry> entries(DockerIgnore ignore) throws IOException {
        Map<String, ContextEntry> entries = new TreeMap<>();
        Predicate<String> descend = folder -> ignore.hasExceptions() || !ignore.ignores(folder);
        walk(root, descend, (path, isFolder) -> {
            if (!ignore.ignores(path)) {
                if (isFolder) {
                    entries.put(path, new ContextEntry.Folder());
                } else if (isRegularOrLink(path)) {
                    entries.put(path, entry(path));
                }
            }
        });
        return entries;
    }

    private boolean isRegularOrLink(String path) {
        Path file = root.resolve(path);
        return Files.isSymbolicLink(file) || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** @throws ImageException for a link that leads nowhere, or out of what may be linked to */
    ContextEntry entry(String path) throws IOException {
        Path file = root.resolve(path);
        Path real;
        try {
            real = file.toRealPath();
        } catch (NoSuchFileException e) {
            throw new ImageException(
                    "Cannot take " + path
                            + " into the image: it is a link to a file that is not there. Pull it with DVC, remove the link, or name it in .dockerignore",
                    e);
        }
        if (!mayBeTaken(real)) {
            throw new ImageException("Cannot take " + path + " into the image: it is a link that leads out of " + root
                    + ", or into a folder of a tool. Put the file itself there, or name it in .dockerignore");
        }
        if (Files.isDirectory(real)) {
            return new ContextEntry.Link(linkTarget(file, real));
        }
        if (!Files.isRegularFile(real)) {
            throw new ImageException("Cannot take " + path + " into the image: it is no regular file");
        }
        return new ContextEntry.Content(real, Files.size(real), isExecutable(real));
    }

    private boolean mayBeTaken(Path real) {
        boolean inside = real.startsWith(root) && !isInternal(slashed(root.relativize(real)));
        return inside || caches.stream().anyMatch(real::startsWith);
    }

    private String linkTarget(Path link, Path target) throws IOException {
        Path folder = link.resolveSibling("").toRealPath();
        if (!target.startsWith(root)) {
            throw new ImageException(
                    "Cannot take " + root.relativize(link) + " into the image: it is a link to a folder outside of "
                            + root + ". Put the files themselves there");
        }
        return slashed(folder.relativize(target));
    }

    /** Where a file system has no such permission, all files are programs, as Docker has it. */
    private static boolean isExecutable(Path file) throws IOException {
        return !file.getFileSystem().supportedFileAttributeViews().contains("posix")
                || Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
    }

    private interface Visitor {
        void visit(String path, boolean isFolder) throws IOException;
    }

    private void walk(Path start, Predicate<String> descend, Visitor visitor) throws IOException {
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.equals(root)) {
                    return FileVisitResult.CONTINUE;
                }
                String path = slashed(root.relativize(folder));
                if (INTERNAL.contains(String.valueOf(folder.getFileName())) || !descend.test(path)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                visitor.visit(path, true);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                visitor.visit(slashed(root.relativize(file)), false);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static String slashed(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The folders of a workspace that files are written into: never one that a symbolic link puts outside of it. */
final class WorkspaceFolders {

    private static final Pattern WINDOWS_DEVICE = Pattern.compile(
            "(con|conin\\$|conout\\$|prn|aux|nul|(com|lpt)[1-9¹²³]) *(\\..*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern WINDOWS_UNFIT =
            Pattern.compile(".*([<>:\"|?*\\\\]|[\\x00-\\x1f]).*|.*[. ]", Pattern.DOTALL);

    private final Path root;
    private final Path realRoot;
    private final boolean windows;
    private final Set<String> safe = ConcurrentHashMap.newKeySet();

    WorkspaceFolders(Path root) throws IOException {
        this.root = root;
        this.realRoot = root.toRealPath();
        this.windows = root.getFileSystem().getSeparator().equals("\\");
    }

    Path root() {
        return root;
    }

    /** @throws IOException where this system cannot have a file of that name */
    Path file(String path) throws IOException {
        if (windows) {
            for (String name : path.split("/", -1)) {
                if (WINDOWS_DEVICE.matcher(name).matches()
                        || WINDOWS_UNFIT.matcher(name).matches()) {
                    throw new IOException("Windows cannot have a file named '" + name + "'");
                }
            }
        }
        try {
            return root.resolve(path);
        } catch (InvalidPathException e) {
            throw new IOException(
                    "this system cannot have a file of that name (" + e.getReason()
                            + "); on Linux set a UTF-8 locale, such as LC_ALL=C.UTF-8",
                    e);
        }
    }

    /** Creates a folder and those above it, and refuses one that lies outside of the workspace. */
    synchronized void create(String folder) throws IOException {
        check(folder, true);
    }

    /** @return false where there is no such folder */
    boolean exists(String folder) throws IOException {
        // Asked for each file, by many threads.
        if (isSafe(folder)) {
            return true;
        }
        synchronized (this) {
            return check(folder, false);
        }
    }

    private boolean isSafe(String folder) {
        return folder.isEmpty() || safe.contains(folder);
    }

    private boolean check(String folder, boolean create) throws IOException {
        if (isSafe(folder)) {
            return true;
        }
        if (!check(RepositoryPath.parent(folder), create)) {
            return false;
        }
        Path path = file(folder);
        if (isJunction(path)) {
            requireInside(path);
        } else if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.isSymbolicLink(path)) {
                requireInside(path);
            } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                if (create) {
                    throw new FileAlreadyExistsException(
                            path.toString(), null, path + " is a file, where a folder is wanted; move it away");
                }
                return false;
            } else if (create) {
                Files.createDirectory(path);
            } else {
                return false;
            }
        }
        safe.add(folder);
        return true;
    }

    /** What leads elsewhere on Windows and is a folder, not a link, to Java. */
    private boolean isJunction(Path folder) throws IOException {
        if (!windows) {
            return false;
        }
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isOther() && attributes.isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Deletes a file, also one that Windows would keep because it is a read-only link to an object. */
    static void delete(Path file) throws IOException {
        try {
            Files.deleteIfExists(file);
        } catch (AccessDeniedException e) {
            if (!makeDeletable(file)) {
                throw e;
            }
            Files.deleteIfExists(file);
        }
    }

    /** As {@link #delete}, and puts another in its place at the same moment. */
    static void replace(Path file, Path by) throws IOException {
        try {
            Files.move(by, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AccessDeniedException e) {
            if (!makeDeletable(file)) {
                throw e;
            }
            Files.move(by, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The object loses its mark as well, as with DVC; without POSIX modes that mark means nothing, see {@link CacheAccess#isProtected}. */
    private static boolean makeDeletable(Path file) throws IOException {
        DosFileAttributeView view =
                Files.getFileAttributeView(file, DosFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        boolean posix = Files.getFileAttributeView(file, PosixFileAttributeView.class) != null;
        if (posix || view == null || !view.readAttributes().isReadOnly()) {
            return false;
        }
        view.setReadOnly(false);
        return true;
    }

    private void requireInside(Path link) throws IOException {
        Path real;
        try {
            real = link.toRealPath();
        } catch (IOException e) {
            throw new IOException(link + " is a symbolic link to nowhere; remove it", e);
        }
        if (!real.startsWith(realRoot)) {
            throw new IOException(
                    link + " is a symbolic link out of the workspace, and nothing is written through such; remove it");
        }
        if (!Files.isDirectory(real)) {
            throw new IOException(link + " is a symbolic link to a file, where a folder is wanted; remove it");
        }
    }

    /** After folders were removed. */
    synchronized void forget() {
        safe.clear();
    }
}

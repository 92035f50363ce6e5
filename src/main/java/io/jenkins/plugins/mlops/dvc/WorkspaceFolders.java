package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The folders of a workspace that files are written into: never one that a symbolic link puts outside of it. */
final class WorkspaceFolders {

    private static final Pattern WINDOWS_DEVICE =
            Pattern.compile("(con|prn|aux|nul|com[1-9]|lpt[1-9])(\\..*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern WINDOWS_UNFIT =
            Pattern.compile(".*([<>:\"|?*\\\\]|[\\x00-\\x1f]).*|.*[. ]", Pattern.DOTALL);

    private final Path root;
    private final Path realRoot;
    private final boolean windows;
    private final Set<String> safe = new HashSet<>();

    WorkspaceFolders(Path root) throws IOException {
        this.root = root;
        this.realRoot = root.toRealPath();
        this.windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
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
    synchronized boolean exists(String folder) throws IOException {
        return check(folder, false);
    }

    private boolean check(String folder, boolean create) throws IOException {
        if (folder.isEmpty() || safe.contains(folder)) {
            return true;
        }
        if (!check(RepositoryPath.parent(folder), create)) {
            return false;
        }
        Path path = file(folder);
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
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

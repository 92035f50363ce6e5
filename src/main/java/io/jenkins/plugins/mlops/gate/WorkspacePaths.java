package io.jenkins.plugins.mlops.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Paths that a file of the repository names: inside the workspace or refused, links included. */
final class WorkspacePaths {

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

    private WorkspacePaths() {}

    static Path resolve(Path root, String relative, String what) throws IOException {
        boolean suspicious = relative.isBlank()
                || relative.startsWith("/")
                || relative.contains("\\")
                || relative.indexOf('\0') >= 0
                || DRIVE.matcher(relative).matches();
        try {
            Path base = root.toAbsolutePath().normalize();
            Path path = suspicious ? base : base.resolve(relative).normalize();
            if (!suspicious && !path.equals(base) && path.startsWith(base) && staysInside(base, path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw refused(relative, what, e);
        }
        throw refused(relative, what, null);
    }

    private static boolean staysInside(Path base, Path path) throws IOException {
        return !Files.exists(path) || path.toRealPath().startsWith(base.toRealPath());
    }

    private static IOException refused(String relative, String what, Exception cause) {
        String shown = relative.replaceAll("\\p{Cntrl}", "?");
        return new IOException(
                "'" + shown + "' cannot be the path of " + what
                        + ": it has to be relative, with / between folders, and stay in the workspace",
                cause);
    }
}

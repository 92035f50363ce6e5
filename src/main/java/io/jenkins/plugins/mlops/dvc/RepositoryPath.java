package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Position;
import java.io.File;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Paths as DVC files write them: {@code /}-separated, from anybody who can write to the repository or to its storage, hence hostile. */
final class RepositoryPath {

    /** Git runs what stands in its folder, and a configuration of DVC says where to send data. */
    private static final Set<String> RESERVED = Set.of(".git", ".dvc");

    /** What Windows calls a folder beside its name, if it is the first of that length: {@code GIT~1} is {@code .git}. */
    private static final Pattern WINDOWS_SHORT_NAME = Pattern.compile("(git|dvc)~[0-9]+");

    /** Code points that the file system HFS+ of macOS takes for nothing, so that {@code .git} with one in it is {@code .git}; Git refuses them as well. */
    private static final Pattern IGNORED = Pattern.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]");

    private static final Pattern URL = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);

    private RepositoryPath() {}

    static boolean isUrl(String path) {
        return URL.matcher(path).matches();
    }

    static boolean isAbsolute(String path) {
        return path.startsWith("/") || startsWithDrive(path);
    }

    private static boolean startsWithDrive(String path) {
        if (path.length() < 3 || path.charAt(1) != ':') {
            return false;
        }
        char letter = path.charAt(0);
        char separator = path.charAt(2);
        return (letter >= 'A' && letter <= 'Z' || letter >= 'a' && letter <= 'z')
                && (separator == '/' || separator == '\\');
    }

    static String join(String folder, String path) {
        if (folder.isEmpty()) {
            return path;
        }
        return path.isEmpty() ? folder : folder + "/" + path;
    }

    /** The folder that {@code path} lies in; empty for the root. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /**
     * As {@link #parent(String)}, for many paths in their order, of which most lie in the same folder as the one before: no copy is made, and what is looked up by it
     * has its hash already.
     *
     * @param guess a folder or null; itself the result where it is right
     */
    static String parent(String path, String guess) {
        boolean right = guess != null && path.lastIndexOf('/') == guess.length() && path.startsWith(guess);
        return right ? guess : parent(path);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static boolean isInsideOrSame(String path, String folder) {
        return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
    }

    /**
     * @param folder what a relative path is relative to
     * @return the path from the root, normalized; empty for the root itself
     * @throws DocumentException where it is not inside the root
     */
    static String resolve(String folder, String path, Position at) throws DocumentException {
        Optional<String> problem = problem(path);
        if (problem.isPresent()) {
            throw new DocumentException(at, "the path '" + path + "' " + problem.get());
        }
        if (isUrl(path) || isAbsolute(path)) {
            throw new DocumentException(at, "the path '" + path + "' is not inside the repository");
        }
        return normalize(folder, path)
                .orElseThrow(() -> new DocumentException(
                        at,
                        "the path '" + path + "'"
                                + (folder.isEmpty() ? "" : " (relative to '" + folder + "')")
                                + " leaves the repository"));
    }

    /** @return empty where {@code ..} leads out of the root */
    static Optional<String> normalize(String folder, String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : join(folder, path).split("/", -1)) {
            if (name.equals("..")) {
                if (names.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return Optional.of(String.join("/", names));
    }

    /**
     * The path of a file in a {@code .dir} manifest, which stands for itself: nothing in it is left to interpret.
     *
     * @return what is wrong with it
     */
    static Optional<String> problemInManifest(String path) {
        Optional<String> problem = problem(path);
        if (problem.isPresent()) {
            return problem;
        }
        if (path.isEmpty()) {
            return Optional.of("is empty");
        }
        if (isAbsolute(path)) {
            return Optional.of("is absolute");
        }
        int start = 0;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String name = path.substring(start, end);
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return Optional.of("has an empty name, '.' or '..' in it");
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    private static Optional<String> problem(String path) {
        return problem(path, File.separatorChar == '\\');
    }

    static Optional<String> problem(String path, boolean windows) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == 0) {
                return Optional.of("has a NUL character in it");
            }
            if (Character.isHighSurrogate(c) && i + 1 < path.length() && Character.isLowSurrogate(path.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return Optional.of("is not valid Unicode");
            } else if (windows && c == '\\') {
                return Optional.of("has a backslash in it, which separates folders on Windows");
            } else if (windows && c == ':') {
                return Optional.of("has a colon in it, which Windows does not allow");
            }
        }
        for (int start = 0, end; start <= path.length(); start = end + 1) {
            int slash = path.indexOf('/', start);
            end = slash < 0 ? path.length() : slash;
            if (canBeReserved(path, start, end, windows) && isReserved(path.substring(start, end), windows)) {
                return Optional.of("leads into '" + path.substring(start, end) + "', where no tracked data may be");
            }
        }
        return Optional.empty();
    }

    /** Nearly no name can, and of a large manifest there are many. */
    private static boolean canBeReserved(String path, int start, int end, boolean windows) {
        if (start == end) {
            return false;
        }
        char first = path.charAt(start);
        return first == '.' || first >= 0x80 || windows && path.indexOf('~', start) >= 0;
    }

    private static boolean isReserved(String name, boolean windows) {
        String plain = IGNORED.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
        if (!windows) {
            return RESERVED.contains(plain);
        }
        return RESERVED.contains(plain.replaceFirst("[. ]+$", ""))
                || WINDOWS_SHORT_NAME.matcher(plain).matches();
    }
}

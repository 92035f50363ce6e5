package io.jenkins.plugins.mlops.lineage;

import java.util.regex.Pattern;

/**
 * A glob over {@code /}-separated paths, the same on every system: {@code *} and {@code ?} stay within a name, {@code **} crosses folders, {@code [ab]} and {@code {a,b}} are alternatives. A glob that matches
 * a folder stands for everything in it.
 */
public final class PathGlob {

    private final String glob;
    private final Pattern pattern;
    private final boolean wildcard;

    private PathGlob(String glob, Pattern pattern, boolean wildcard) {
        this.glob = glob;
        this.wildcard = wildcard;
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException for a path that leads out of the repository, and for one that is no glob */
    public static PathGlob of(String glob) {
        String path = glob.strip().replaceFirst("^(\\./)+", "").replaceFirst("/+$", "");
        boolean outside = path.startsWith("/") || path.matches("[A-Za-z]:.*") || path.matches("(.*/)?\\.\\.(/.*)?");
        if (path.isEmpty() || outside || path.indexOf('\\') >= 0 || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "'" + glob.replace('\0', '?')
                            + "' is no path inside the repository: write it relative to the repository's root, with / between names");
        }
        boolean wildcard = path.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
        return new PathGlob(path, Pattern.compile(regex(path), Pattern.DOTALL), wildcard);
    }

    /** A path as it is, whatever characters it has. */
    public static PathGlob literal(String path) {
        return new PathGlob(path, Pattern.compile(Pattern.quote(path) + "(?:/.*)?", Pattern.DOTALL), false);
    }

    /** Whether it can match more than one path. */
    public boolean hasWildcard() {
        return wildcard;
    }

    /** @param path a file, which matches as well where one of its folders does */
    public boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    boolean crossing = i + 1 < glob.length() && glob.charAt(i + 1) == '*';
                    boolean folders = crossing && i + 2 < glob.length() && glob.charAt(i + 2) == '/';
                    regex.append(folders ? "(?:[^/]+/)*" : crossing ? ".*" : "[^/]*");
                    i += folders ? 2 : crossing ? 1 : 0;
                }
                case '?' -> regex.append("[^/]");
                case '[' -> {
                    int end = glob.indexOf(']', i + 2);
                    if (end < 0) {
                        regex.append("\\[");
                    } else {
                        regex.append(characterClass(glob.substring(i + 1, end)));
                        i = end;
                    }
                }
                case '{' -> {
                    if (glob.indexOf('}', i) < 0) {
                        regex.append("\\{");
                    } else {
                        braces++;
                        regex.append("(?:");
                    }
                }
                case '}' -> {
                    regex.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.append(")".repeat(braces)).append("(?:/.*)?").toString();
    }

    private static String characterClass(String content) {
        boolean not = content.startsWith("!") || content.startsWith("^");
        String inner = not ? content.substring(1) : content;
        return "(?!/)[" + (not ? "^" : "") + inner.replaceAll("([\\\\\\[\\]&^])", "\\\\$1") + "]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathGlob that && that.glob.equals(glob) && that.wildcard == wildcard;
    }

    @Override
    public int hashCode() {
        return glob.hashCode();
    }

    @Override
    public String toString() {
        return glob;
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One line of an ignore file. Matches in time proportional to the product of the lengths, also for hostile lines of many stars. */
record IgnorePattern(List<String> segments, boolean negated, boolean foldersOnly) {

    private static final String ANY_FOLDERS = "**";

    static Optional<IgnorePattern> parse(String line) {
        String pattern = stripTrailingSpaces(line);
        if (pattern.isEmpty() || pattern.startsWith("#")) {
            return Optional.empty();
        }
        boolean negated = pattern.startsWith("!");
        if (negated) {
            pattern = pattern.substring(1);
        }
        boolean foldersOnly = pattern.endsWith("/");
        while (pattern.endsWith("/")) {
            pattern = pattern.substring(0, pattern.length() - 1);
        }
        if (pattern.isEmpty()) {
            return Optional.empty();
        }
        boolean anchored = pattern.contains("/");
        List<String> segments = new ArrayList<>(
                Arrays.asList(pattern.startsWith("/") ? pattern.substring(1).split("/", -1) : pattern.split("/", -1)));
        if (!anchored) {
            segments.add(0, ANY_FOLDERS);
        }
        return Optional.of(new IgnorePattern(List.copyOf(segments), negated, foldersOnly));
    }

    private static String stripTrailingSpaces(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ' && !(end > 1 && line.charAt(end - 2) == '\\')) {
            end--;
        }
        return line.substring(0, end);
    }

    boolean matches(String path, boolean isFolder) {
        return (isFolder || !foldersOnly) && matches(path.split("/", -1));
    }

    /** The usual walk with one place to come back to: a later {@code **} makes every earlier one settled. */
    private boolean matches(String[] names) {
        int segment = 0;
        int name = 0;
        int starSegment = -1;
        int starName = 0;
        while (name < names.length) {
            if (segment < segments.size() && segments.get(segment).equals(ANY_FOLDERS)) {
                if (segment == segments.size() - 1) {
                    // 'a/**' is everything in a, not a itself.
                    return true;
                }
                starSegment = segment++;
                starName = name;
            } else if (segment < segments.size() && matchesName(segments.get(segment), names[name])) {
                segment++;
                name++;
            } else if (starSegment >= 0) {
                segment = starSegment + 1;
                name = ++starName;
            } else {
                return false;
            }
        }
        return segment == segments.size();
    }

    static boolean matchesName(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int starName = 0;
        while (n < name.length()) {
            int next = p < pattern.length() && pattern.charAt(p) != '*' ? matchOne(pattern, p, name.charAt(n)) : -1;
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                starName = n;
            } else if (next >= 0) {
                p = next;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++starName;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** @return where the pattern goes on after it matched one character, or -1 */
    private static int matchOne(String pattern, int at, char c) {
        char first = pattern.charAt(at);
        if (first == '?') {
            return at + 1;
        }
        if (first == '\\' && at + 1 < pattern.length()) {
            return pattern.charAt(at + 1) == c ? at + 2 : -1;
        }
        int close = first == '[' ? closing(pattern, at) : -1;
        if (close < 0) {
            return first == c ? at + 1 : -1;
        }
        int i = at + 1;
        boolean inverted = pattern.charAt(i) == '!' || pattern.charAt(i) == '^';
        if (inverted) {
            i++;
        }
        boolean found = false;
        while (i < close) {
            if (i + 2 < close && pattern.charAt(i + 1) == '-') {
                found |= pattern.charAt(i) <= c && c <= pattern.charAt(i + 2);
                i += 3;
            } else {
                found |= pattern.charAt(i) == c;
                i++;
            }
        }
        return found != inverted ? close + 1 : -1;
    }

    /** A bracket right after the opening one (or its {@code !}) is a member. */
    private static int closing(String pattern, int open) {
        int i = open + 1;
        if (i < pattern.length() && (pattern.charAt(i) == '!' || pattern.charAt(i) == '^')) {
            i++;
        }
        return pattern.indexOf(']', i + 1);
    }
}

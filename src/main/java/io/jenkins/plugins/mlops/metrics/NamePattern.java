package io.jenkins.plugins.mlops.metrics;

import java.util.Map;
import java.util.Objects;

/**
 * A glob over dotted names. {@code *} stands for any run of characters within one segment, that is, without a dot; {@code **} for any run, dots as well;
 * {@code ?} for one character that is no dot. All else stands for itself, brackets too, so that {@code folds[*].auc} matches {@code folds[0].auc}.
 */
public final class NamePattern {

    private final String glob;

    private NamePattern(String glob) {
        this.glob = glob;
    }

    public static NamePattern of(String glob) {
        return new NamePattern(glob);
    }

    /** False where the pattern can match only one name, itself. */
    public boolean hasWildcard() {
        return glob.indexOf('*') >= 0 || glob.indexOf('?') >= 0;
    }

    /** A name that equals the pattern's text always matches, so a name with a star in it can be written as it is. */
    public boolean matches(String name) {
        return glob.equals(name) || (hasWildcard() && matchesWildcards(name));
    }

    /** Also where the pattern is written for the qualified name, {@code metrics.json:*}. */
    public boolean matches(Map.Entry<String, Metric> named) {
        return matches(named.getKey())
                || matches(named.getValue().name())
                || matches(named.getValue().qualifiedName());
    }

    /** Takes time in the product of the lengths at most: no backtracking that a hostile pattern could blow up. */
    private boolean matchesWildcards(String name) {
        boolean[] reached = new boolean[name.length() + 1];
        reached[0] = true;
        for (int i = 0; i < glob.length(); i++) {
            char wanted = glob.charAt(i);
            boolean deep = wanted == '*' && i + 1 < glob.length() && glob.charAt(i + 1) == '*';
            if (wanted == '*') {
                for (int at = 0; at < name.length(); at++) {
                    reached[at + 1] |= reached[at] && (deep || name.charAt(at) != '.');
                }
                if (deep) {
                    i++;
                }
            } else {
                for (int at = name.length(); at > 0; at--) {
                    char found = name.charAt(at - 1);
                    reached[at] = reached[at - 1] && (wanted == found || (wanted == '?' && found != '.'));
                }
                reached[0] = false;
            }
        }
        return reached[name.length()];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamePattern pattern && pattern.glob.equals(glob);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(glob);
    }

    @Override
    public String toString() {
        return glob;
    }
}

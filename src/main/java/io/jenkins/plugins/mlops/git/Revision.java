package io.jenkins.plugins.mlops.git;

import java.util.Locale;

/**
 * What a person calls a state of the repository.
 *
 * @param name without {@code refs/heads/} and the like; for {@link Kind#ANY} all that Git's own syntax has, such as {@code HEAD~1}
 */
public record Revision(Kind kind, String name) {

    public enum Kind {
        BRANCH,
        TAG,
        COMMIT,
        /** Whichever there is: what Git itself takes it for, else a branch of {@code origin}. */
        ANY
    }

    public static Revision branch(String name) {
        return new Revision(Kind.BRANCH, name);
    }

    public static Revision tag(String name) {
        return new Revision(Kind.TAG, name);
    }

    public static Revision commit(String name) {
        return new Revision(Kind.COMMIT, name);
    }

    public static Revision any(String name) {
        return new Revision(Kind.ANY, name);
    }

    /** {@code branch main}. */
    @Override
    public String toString() {
        return (kind == Kind.ANY ? "revision" : kind.name().toLowerCase(Locale.ROOT)) + " " + name;
    }
}

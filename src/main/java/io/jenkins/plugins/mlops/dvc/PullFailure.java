package io.jenkins.plugins.mlops.dvc;

/**
 * A file that could not be served.
 *
 * @param path relative to the repository's root
 * @param problem one sentence: what is wrong and what to do
 */
public record PullFailure(String path, Kind kind, String problem) {

    public enum Kind {
        /** Neither the cache nor a remote has the content. */
        MISSING,
        /** The workspace has other content there that would be lost. */
        CHANGED,
        /** A remote sent, or the cache holds, something with another hash. */
        CORRUPT,
        /** Anything else: network, permissions, a full disk, names that this file system cannot have. */
        FAILED
    }
}

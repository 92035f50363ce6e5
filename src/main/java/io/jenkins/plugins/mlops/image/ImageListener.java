package io.jenkins.plugins.mlops.image;

/** Hears how far an image is. Called from several threads, never at the same time. */
public interface ImageListener {

    /** A step begins, in words for a person. */
    default void started(String what) {}

    /** A line of the builder. */
    default void printed(String line) {}

    /** @param total bytes of all layers that are known to be pushed so far; may grow */
    default void pushed(long bytes, long total) {}

    default void warned(String message) {}
}

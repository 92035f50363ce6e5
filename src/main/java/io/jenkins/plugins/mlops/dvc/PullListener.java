package io.jenkins.plugins.mlops.dvc;

/** Told while a pull goes on; called from many threads, so implementations are thread-safe and fast. */
public interface PullListener {

    /** Nothing is said to anyone. */
    PullListener NONE = new PullListener() {};

    /** The steps of a pull, in their order. */
    enum Phase {
        PLAN,
        FETCH,
        CHECKOUT
    }

    /**
     * @param items how many objects or files the phase is about; 0 where not known
     */
    default void started(Phase phase, long items) {}

    /** {@code items} more are done, of the phase that was started last. */
    default void advanced(long items) {}

    /** {@code bytes} more came over the wire (or from the disk of a local remote). */
    default void transferred(long bytes) {}

    /** Something that a person should read, such as a second try or a wait for another pull. */
    default void warned(String message) {}

    /** A line that the installed {@code dvc} printed. */
    default void printed(String line) {}
}

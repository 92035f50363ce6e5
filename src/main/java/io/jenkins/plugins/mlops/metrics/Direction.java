package io.jenkins.plugins.mlops.metrics;

/** Which way is better. */
public enum Direction {
    HIGHER_IS_BETTER,
    LOWER_IS_BETTER,
    /** Neither given nor known by name: a change can be shown but not judged. */
    UNKNOWN
}

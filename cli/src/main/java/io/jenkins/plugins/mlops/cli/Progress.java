package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.dvc.PullListener;

/** Shows how far a pull is; {@link #close} clears what must not stay on the screen. */
interface Progress extends PullListener, AutoCloseable {

    @Override
    default void close() {}

    /** For logs and pipes. */
    final class Silent implements Progress {}
}

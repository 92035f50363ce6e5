package io.jenkins.plugins.mlops.training;

/** Takes what a training prints, line by line, while it runs; called from one thread. */
@FunctionalInterface
public interface OutputListener {

    /** @param text without the line's end; a line longer than the limit comes in pieces */
    void line(String text);
}

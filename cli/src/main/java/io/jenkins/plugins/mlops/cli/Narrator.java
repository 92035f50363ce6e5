package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.dvc.PullListener;

/** Passes a pull's numbers to the progress line, and to the log what a person should read when there is no such line. */
final class Narrator implements PullListener {

    private final Progress progress;
    private final Console console;

    Narrator(Progress progress, Console console) {
        this.progress = progress;
        this.console = console;
    }

    @Override
    public void started(Phase phase, long items) {
        progress.started(phase, items);
    }

    @Override
    public void advanced(long items) {
        progress.advanced(items);
    }

    @Override
    public void transferred(long bytes) {
        progress.transferred(bytes);
    }

    @Override
    public void warned(String message) {
        if (progress instanceof Progress.Silent) {
            console.warning(message);
        } else {
            progress.warned(message);
        }
    }

    @Override
    public void printed(String line) {
        if (progress instanceof Progress.Silent) {
            console.note(line);
        } else {
            progress.printed(line);
        }
    }
}

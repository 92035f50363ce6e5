package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.image.ImageListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Tells the console log of a build what becomes of an image: the builder's own lines, and how far a push is every ten seconds at most. */
final class ImageProgress implements ImageListener {

    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final PrintStream log;
    private final UnaryOperator<String> mask;
    private final LongSupplier nanos;
    private long said;

    /**
     * @param mask takes secrets out of a line
     * @param nanos as {@link System#nanoTime}
     */
    ImageProgress(PrintStream log, UnaryOperator<String> mask, LongSupplier nanos) {
        this.log = log;
        this.mask = mask;
        this.nanos = nanos;
        this.said = nanos.getAsLong();
    }

    @Override
    public void started(String what) {
        say(what);
        said = nanos.getAsLong();
    }

    @Override
    public void printed(String line) {
        say("  " + line);
    }

    @Override
    public void pushed(long bytes, long total) {
        long now = nanos.getAsLong();
        if (now - said >= PAUSE) {
            said = now;
            say("  pushed " + ConsoleProgress.amount(bytes) + " of " + ConsoleProgress.amount(total));
        }
    }

    @Override
    public void warned(String message) {
        say("WARNING: " + message);
    }

    private void say(String line) {
        log.println(mask.apply(line));
    }
}

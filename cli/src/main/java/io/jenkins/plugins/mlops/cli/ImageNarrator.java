package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.image.ImageListener;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Says what a builder does, and how far a push is: every few seconds, so that a log stays short. */
final class ImageNarrator implements ImageListener {

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(3);

    private final Console console;
    private final LongSupplier nanos;
    private long said;

    ImageNarrator(Console console, LongSupplier nanos) {
        this.console = console;
        this.nanos = nanos;
        this.said = nanos.getAsLong();
    }

    @Override
    public void started(String what) {
        console.note(what);
        said = nanos.getAsLong();
    }

    @Override
    public void printed(String line) {
        console.note("  " + line);
    }

    @Override
    public void pushed(long bytes, long total) {
        long now = nanos.getAsLong();
        if (now - said >= PAUSE) {
            said = now;
            console.note("  pushed " + Amount.bytes(bytes) + " of " + Amount.bytes(total));
        }
    }

    @Override
    public void warned(String message) {
        console.warning(message);
    }
}

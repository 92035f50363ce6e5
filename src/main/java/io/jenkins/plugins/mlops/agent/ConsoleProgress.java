package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.dvc.PullListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Tells the console log of a build how far a pull is: a line per phase, and then one every ten seconds at most. */
final class ConsoleProgress implements PullListener {

    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final PrintStream log;
    private final RemoteLogins logins;
    private final LongSupplier nanos;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lastLine;
    private volatile Phase phase = Phase.PLAN;
    private volatile long items;

    /** @param nanos as {@link System#nanoTime} */
    ConsoleProgress(PrintStream log, RemoteLogins logins, LongSupplier nanos) {
        this.log = log;
        this.logins = logins;
        this.nanos = nanos;
        this.lastLine = new AtomicLong(nanos.getAsLong());
    }

    @Override
    public void started(Phase next, long count) {
        phase = next;
        items = count;
        done.set(0);
        if (count > 0 && next != Phase.PLAN) {
            lastLine.set(nanos.getAsLong());
            log.println(next == Phase.FETCH ? "Fetching " + count + " objects" : "Checking out " + count + " files");
        }
    }

    @Override
    public void advanced(long count) {
        done.addAndGet(count);
        line();
    }

    @Override
    public void transferred(long count) {
        bytes.addAndGet(count);
        line();
    }

    @Override
    public void warned(String message) {
        log.println("WARNING: " + logins.mask(message));
    }

    @Override
    public void printed(String line) {
        log.println(logins.mask(line));
    }

    private void line() {
        long now = nanos.getAsLong();
        long last = lastLine.get();
        if (now - last >= PAUSE && lastLine.compareAndSet(last, now)) {
            log.println((phase == Phase.CHECKOUT ? "Checked out " : "Fetched ") + done.get()
                    + (items > 0 ? " of " + items : "") + ", " + amount(bytes.get()) + " transferred");
        }
    }

    static String amount(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.95 && unit < 4) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %cB", value, "kMGTP".charAt(unit));
    }
}

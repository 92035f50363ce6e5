package io.jenkins.plugins.mlops.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** One line of a terminal, written over ten times a second at most. */
final class ProgressLine implements Progress {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BAR = 24;

    private final PrintWriter err;
    private final TerminalWidth width;
    private final LongSupplier nanos;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong painted = new AtomicLong();
    private volatile Phase phase = Phase.PLAN;
    private volatile long items;
    private volatile long phaseStarted;

    ProgressLine(PrintWriter err, TerminalWidth width, LongSupplier nanos) {
        this.err = err;
        this.width = width;
        this.nanos = nanos;
        this.painted.set(nanos.getAsLong());
    }

    @Override
    public void started(Phase next, long count) {
        phase = next;
        items = count;
        done.set(0);
        bytes.set(0);
        phaseStarted = nanos.getAsLong();
    }

    @Override
    public void advanced(long count) {
        done.addAndGet(count);
        paint();
    }

    @Override
    public void transferred(long count) {
        bytes.addAndGet(count);
        paint();
    }

    @Override
    public void warned(String message) {
        say("warning: " + message);
    }

    @Override
    public void printed(String line) {
        say(line);
    }

    @Override
    public void close() {
        clear();
    }

    private synchronized void say(String text) {
        clear();
        err.println(text);
        err.flush();
    }

    private synchronized void clear() {
        err.print("\r" + " ".repeat(width.columns() - 1) + "\r");
        err.flush();
    }

    private void paint() {
        long now = nanos.getAsLong();
        long last = painted.get();
        if (now - last >= PAUSE && painted.compareAndSet(last, now)) {
            String line = line(now);
            int columns = width.columns() - 1;
            synchronized (this) {
                err.print("\r" + (line.length() > columns ? line.substring(0, columns) : line)
                        + " ".repeat(Math.max(0, columns - line.length())));
                err.flush();
            }
        }
    }

    private String line(long now) {
        String word =
                switch (phase) {
                    case PLAN -> "Planning";
                    case FETCH -> "Fetching";
                    case CHECKOUT -> "Checking out";
                };
        StringBuilder line = new StringBuilder(word);
        long count = done.get();
        if (items > 0) {
            int filled = (int) Math.min(BAR, BAR * count / items);
            line.append(" [")
                    .append("#".repeat(filled))
                    .append("-".repeat(BAR - filled))
                    .append(String.format(Locale.ROOT, "] %3d %%  ", Math.min(100, 100 * count / items)));
            line.append(count).append('/').append(items);
        } else {
            line.append(' ').append(count);
        }
        double seconds = (now - phaseStarted) / 1e9;
        if (bytes.get() > 0) {
            line.append("  ").append(Amount.bytes(bytes.get()));
            if (seconds > 0.5) {
                line.append("  ")
                        .append(Amount.bytes((long) (bytes.get() / seconds)))
                        .append("/s");
            }
        }
        return line.toString();
    }
}

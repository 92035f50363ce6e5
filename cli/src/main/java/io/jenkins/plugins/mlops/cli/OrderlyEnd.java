package io.jenkins.plugins.mlops.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** When the program is told to end, as by Ctrl-C, interrupts the thread that made this and waits until it has cleaned up: the JVM would not run its {@code finally} blocks. */
final class OrderlyEnd {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch cleaned = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "orderly end");

    private OrderlyEnd() {}

    static OrderlyEnd begin() {
        OrderlyEnd end = new OrderlyEnd();
        Runtime.getRuntime().addShutdownHook(end.hook);
        return end;
    }

    private void end() {
        worker.interrupt();
        try {
            if (!cleaned.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("error: ended before everything was cleaned up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        cleaned.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running.
            return;
        }
    }
}

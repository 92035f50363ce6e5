package io.jenkins.plugins.mlops.remote;

import io.jenkins.plugins.mlops.dvc.Remote.TransientException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends downloads that stand still. {@link java.net.http.HttpClient} times out while it waits for headers but never while it waits for a body. */
final class StallGuard implements AutoCloseable {

    private final Duration patience;
    private final ScheduledExecutorService clock;

    StallGuard(Duration patience) {
        this.patience = patience;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "mlops-http-stall-guard");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @return a stream whose failures are {@link TransientException}s */
    InputStream watch(InputStream body, URI uri) {
        Watched watched = new Watched(body, uri);
        long period = Math.max(1, patience.toMillis() / 2);
        watched.check = clock.scheduleAtFixedRate(watched::endIfStalled, period, period, TimeUnit.MILLISECONDS);
        return watched;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private final class Watched extends FilterInputStream {
        private final URI uri;
        private volatile long lastProgress = System.nanoTime();
        /** Nobody waits for data while the reader is busy elsewhere, so only the time inside a read counts. */
        private volatile boolean reading;

        private volatile boolean stalled;
        private volatile ScheduledFuture<?> check;

        Watched(InputStream in, URI uri) {
            super(in);
            this.uri = uri;
        }

        private void endIfStalled() {
            if (reading && System.nanoTime() - lastProgress > patience.toNanos()) {
                stalled = true;
                try {
                    in.close();
                } catch (IOException e) {
                    // The read that waits fails with a better message.
                }
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int count = read(one, 0, 1);
            return count < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            lastProgress = System.nanoTime();
            reading = true;
            try {
                int count = in.read(buffer, offset, length);
                if (stalled) {
                    throw standstill(null);
                }
                return count;
            } catch (TransientException e) {
                throw e;
            } catch (IOException e) {
                throw stalled
                        ? standstill(e)
                        : new TransientException("The download of " + uri + " broke off: " + e.getMessage(), e);
            } finally {
                reading = false;
            }
        }

        private TransientException standstill(IOException cause) {
            return new TransientException(
                    "The download of " + uri + " stood still for " + patience.toSeconds() + " s", cause);
        }

        @Override
        public void close() throws IOException {
            check.cancel(false);
            in.close();
        }
    }
}

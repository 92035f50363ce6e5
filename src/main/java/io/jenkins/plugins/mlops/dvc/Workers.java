package io.jenkins.plugins.mlops.dvc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same work on several threads and ends with the last of them; an interrupt or a failure ends all. */
final class Workers {

    private Workers() {}

    interface Work {
        void run() throws InterruptedException;
    }

    static void run(String name, int threads, Work work) throws InterruptedException {
        if (threads <= 0) {
            return;
        }
        if (threads == 1) {
            work.run();
            return;
        }
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Void>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(executor.submit(() -> {
                    work.run();
                    return null;
                }));
            }
            for (Future<Void> future : futures) {
                future.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            InterruptedException interrupted = new InterruptedException("a worker was interrupted");
            interrupted.initCause(e.getCause());
            throw interrupted;
        } catch (CancellationException e) {
            throw new IllegalStateException(e);
        } finally {
            executor.shutdownNow();
            // Nobody may write on after the caller was told that it is over.
            boolean interrupted = false;
            while (true) {
                try {
                    if (executor.awaitTermination(1, java.util.concurrent.TimeUnit.MINUTES)) {
                        break;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

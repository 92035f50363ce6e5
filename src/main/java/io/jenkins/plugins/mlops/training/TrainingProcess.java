package io.jenkins.plugins.mlops.training;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A command and all processes that it starts. */
final class TrainingProcess implements AutoCloseable {

    private static final int MAX_LINE = 16 * 1024;
    private static final long GRACE_SECONDS = 5;

    private final Process process;

    private TrainingProcess(Process process) {
        this.process = process;
    }

    static TrainingProcess start(List<String> command, Path folder, Map<String, String> variables) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(variables);
        // Python would hold back what it prints to a pipe.
        builder.environment().putIfAbsent("PYTHONUNBUFFERED", "1");
        // And on Windows would write it in the system's code page.
        builder.environment().putIfAbsent("PYTHONIOENCODING", "utf-8");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new TrainingProcess(process);
        } catch (IOException e) {
            throw new IOException(
                    "Cannot start '" + command.get(0) + "' in " + folder + ": " + e.getMessage()
                            + ". Is it installed and on the PATH?",
                    e);
        }
    }

    /** @return the exit code */
    int await(OutputListener listener) throws IOException, InterruptedException {
        CompletableFuture<Void> output = new CompletableFuture<>();
        Thread reader = new Thread(() -> pass(listener, output), "training output");
        reader.setDaemon(true);
        reader.start();
        int exitCode = process.waitFor();
        try {
            // What the command left running in the background may hold its output open for ever.
            output.get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            listener.line("(a process that the command left running still writes; its output is not waited for)");
        } catch (ExecutionException e) {
            throw new IOException(
                    "Cannot read what the training printed: " + e.getCause().getMessage(), e.getCause());
        }
        return exitCode;
    }

    private void pass(OutputListener listener, CompletableFuture<Void> done) {
        try (Reader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            StringBuilder line = new StringBuilder();
            char[] buffer = new char[8192];
            boolean carriageReturn = false;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    char c = buffer[i];
                    boolean lineFeed = c == '\n';
                    if (lineFeed && carriageReturn) {
                        carriageReturn = false;
                        continue;
                    }
                    carriageReturn = c == '\r';
                    if (lineFeed || carriageReturn) {
                        flush(line, listener);
                    } else {
                        line.append(c);
                        if (line.length() >= MAX_LINE) {
                            flush(line, listener);
                        }
                    }
                }
            }
            if (line.length() > 0) {
                flush(line, listener);
            }
            done.complete(null);
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private static void flush(StringBuilder line, OutputListener listener) {
        listener.line(line.toString());
        line.setLength(0);
    }

    /** Ends the command and everything it started, politely first. */
    @Override
    public void close() {
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        if (!process.isAlive()) {
            return;
        }
        tree.forEach(ProcessHandle::destroy);
        boolean interrupted = Thread.interrupted();
        try {
            CompletableFuture.allOf(tree.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Forced below.
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            // What came to life meanwhile too.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            tree.forEach(ProcessHandle::destroyForcibly);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

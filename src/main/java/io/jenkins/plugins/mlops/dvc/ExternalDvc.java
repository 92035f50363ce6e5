package io.jenkins.plugins.mlops.dvc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The installed {@code dvc} program, for storages that this one has no client for. */
final class ExternalDvc {

    /** The last lines go into the message of a failure; all lines go to the listener. */
    private static final int LINES_IN_MESSAGE = 10;

    private static final long SECONDS_TO_END = 10;

    private final String program;
    private final Map<String, String> environment;

    /**
     * @param program a path, or a name to look up on PATH
     * @param environment of the process, whole
     */
    ExternalDvc(String program, Map<String, String> environment) {
        this.program = program;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Runs {@code dvc pull} in {@code workspace} and returns when it succeeded.
     *
     * @param targets as given by the user; empty for everything
     * @param credentials by the name of the remote
     */
    void pull(
            Path workspace,
            List<String> targets,
            PullOptions options,
            Map<String, Credentials> credentials,
            PullListener listener)
            throws IOException {
        try (ExternalDvcSettings settings = new ExternalDvcSettings()) {
            credentials.forEach(settings::credentials);
            options.cacheDir().ifPresent(settings::cacheDir);
            settings.links(options.links());
            run(workspace, arguments(targets, options), settings.environment(environment), settings, listener);
        }
    }

    private List<String> arguments(List<String> targets, PullOptions options) {
        List<String> arguments = new ArrayList<>(List.of(program, "pull"));
        options.remote().ifPresent(name -> arguments.addAll(List.of("--remote", name)));
        options.jobs().ifPresent(jobs -> arguments.addAll(List.of("--jobs", String.valueOf(jobs))));
        if (options.force()) {
            arguments.add("--force");
        }
        if (options.allowMissing()) {
            arguments.add("--allow-missing");
        }
        arguments.add("--");
        arguments.addAll(targets);
        return arguments;
    }

    private void run(
            Path workspace,
            List<String> arguments,
            Map<String, String> variables,
            ExternalDvcSettings settings,
            PullListener listener)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(arguments).directory(workspace.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException(
                    "Tried to run '" + program + "' for a storage that is not served natively, but it could not be"
                            + " started: " + e.getMessage() + ". Install it (pip install \"dvc[s3]\" or what the remote"
                            + " needs) and have it on PATH",
                    e);
        }
        Deque<String> last = new ArrayDeque<>();
        try {
            process.getOutputStream().close();
            Thread printer = printer(process, settings, listener, last);
            int exit = process.waitFor();
            printer.join();
            if (exit != 0) {
                throw new IOException("'dvc pull' in " + workspace + " ended with exit code " + exit + ":\n  "
                        + String.join("\n  ", last));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("Interrupted during 'dvc pull'");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            end(process);
        }
    }

    /** A thread of its own, because a child that outlives dvc may hold the pipe open. */
    private static Thread printer(
            Process process, ExternalDvcSettings settings, PullListener listener, Deque<String> last) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader lines = new BufferedReader(
                            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            String masked = settings.mask(line);
                            last.addLast(masked);
                            if (last.size() > LINES_IN_MESSAGE) {
                                last.removeFirst();
                            }
                            listener.printed(masked);
                        }
                    } catch (IOException e) {
                        listener.warned("The output of dvc broke off: " + e.getMessage());
                    }
                },
                "mlops-dvc-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void end(Process process) {
        if (!process.isAlive()) {
            return;
        }
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        tree.add(process.toHandle());
        tree.forEach(ProcessHandle::destroy);
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        tree.forEach(ProcessHandle::destroyForcibly);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

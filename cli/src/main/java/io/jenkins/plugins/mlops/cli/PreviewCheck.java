package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.deploy.Deployer;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/** The command that judges the new pods, run beside the steps that keep the lock. */
final class PreviewCheck implements AutoCloseable {

    private final Optional<String> command;
    private final String app;
    private final String namespace;
    private final Machine machine;
    private final Console console;
    private Process running;

    /** @param command empty to let the new pods pass */
    PreviewCheck(Optional<String> command, String app, String namespace, Machine machine, Console console) {
        this.command = command;
        this.app = app;
        this.namespace = namespace;
        this.machine = machine;
        this.console = console;
    }

    boolean decide(Deployer deployer) throws IOException {
        if (command.isEmpty()) {
            deployer.promote("");
            return true;
        }
        if (running == null) {
            console.note("Running " + command.get());
            running = start(command.get());
        }
        if (running.isAlive()) {
            return false;
        }
        if (running.exitValue() == 0) {
            deployer.promote("");
        } else {
            deployer.discard("the check '" + command.get() + "' ended with exit code " + running.exitValue(), "");
        }
        return true;
    }

    /** Ends the command where the release has ended before it. */
    @Override
    public void close() {
        if (running != null && running.isAlive()) {
            running.descendants().forEach(ProcessHandle::destroy);
            running.destroy();
        }
    }

    private Process start(String text) throws IOException {
        ProcessBuilder builder =
                machine.isWindows() ? new ProcessBuilder("cmd.exe", "/c", text) : new ProcessBuilder("sh", "-c", text);
        builder.directory(machine.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(machine.environment());
        builder.environment().put("MLOPS_PREVIEW_SERVICE", app + "-preview");
        builder.environment().put("MLOPS_NAMESPACE", namespace);
        Process process = builder.redirectErrorStream(true).start();
        Thread output = new Thread(() -> show(process), "output of the check");
        output.setDaemon(true);
        output.start();
        return process;
    }

    private void show(Process process) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                console.note(line);
            }
        } catch (IOException e) {
            console.warning("The output of the check could not be read: " + e.getMessage());
        }
    }
}

package io.jenkins.plugins.mlops.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Columns of the terminal: {@code COLUMNS} where it is exported, else what {@code stty} says, else 80. */
final class TerminalWidth {

    private static final int USUAL = 80;
    private static final int NARROWEST = 20;

    private final Machine machine;
    private int known;

    TerminalWidth(Machine machine) {
        this.machine = machine;
    }

    synchronized int columns() {
        if (known == 0) {
            known = Math.max(NARROWEST, ask());
        }
        return known;
    }

    private int ask() {
        try {
            return Integer.parseInt(machine.environment().getOrDefault("COLUMNS", ""));
        } catch (NumberFormatException e) {
            return machine.terminal() && !machine.isWindows() ? stty() : USUAL;
        }
    }

    private static int stty() {
        try {
            Process process = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            process.waitFor(1, TimeUnit.SECONDS);
            return Integer.parseInt(answer.substring(answer.indexOf(' ') + 1));
        } catch (IOException | NumberFormatException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }
}

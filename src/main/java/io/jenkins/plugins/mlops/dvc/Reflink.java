package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Copies that share blocks (btrfs, xfs, APFS). Java 17 has no call for them, so the system's {@code cp} makes them, which pays for large files only; small ones
 * are copied. Where {@code cp} cannot do it, files are copied just as DVC's {@code reflink,copy} has it.
 */
final class Reflink {

    static final Reflink NONE = new Reflink(List.of());

    private static final List<List<String>> COMMANDS =
            List.of(List.of("cp", "--reflink=always", "--"), List.of("cp", "-c", "--"));

    /** Below this, starting a process takes longer than copying. */
    private static final long SMALLEST = 16L * 1024 * 1024;

    private static final int TIMEOUT_SECONDS = 60;

    private final List<String> command;

    private Reflink(List<String> command) {
        this.command = command;
    }

    static Reflink probe(Path from, Path to) throws IOException {
        try {
            Files.write(from, new byte[1]);
        } catch (IOException e) {
            // A full disk; whoever writes more than this byte says so with a file's name.
            return NONE;
        }
        for (List<String> command : COMMANDS) {
            try {
                if (new Reflink(command).run(from, to)) {
                    return new Reflink(command);
                }
            } finally {
                Files.deleteIfExists(to);
            }
        }
        return NONE;
    }

    boolean works() {
        return !command.isEmpty();
    }

    /** @return false where nothing was made */
    boolean tryClone(Path object, Path file) throws IOException {
        if (!works() || Files.size(object) < SMALLEST) {
            return false;
        }
        if (!run(object, file)) {
            Files.deleteIfExists(file);
            return false;
        }
        // cp gives the object's read-only mode, and a clone is the user's own.
        if (!file.toFile().setWritable(true, true)) {
            Files.delete(file);
            return false;
        }
        return true;
    }

    private boolean run(Path from, Path to) throws IOException {
        List<String> full = new java.util.ArrayList<>(command);
        full.add(from.toString());
        full.add(to.toString());
        Process process;
        try {
            process = new ProcessBuilder(full)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return false;
        }
        try {
            process.getOutputStream().close();
            return process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }
}

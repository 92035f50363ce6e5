package io.jenkins.plugins.mlops.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The installed {@code git}, for transports that jgit does not have. It never asks: nobody sits at a build. */
final class GitProgram {

    private static final int TIMEOUT_MINUTES = 10;
    private static final int MAX_MESSAGE = 2000;

    private GitProgram() {}

    static void fetch(Path bare, String url, String... refSpecs) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "fetch", "--quiet", "--no-tags", "--", url));
        command.addAll(List.of(refSpecs));
        Path output = Files.createTempFile("mlops-git", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(bare.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("GIT_TERMINAL_PROMPT", "0");
            builder.environment().put("GIT_DIR", bare.toString());
            builder.environment().put("GIT_ALLOW_PROTOCOL", "ssh");
            builder.environment().putIfAbsent("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
            run(builder, output);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void run(ProcessBuilder builder, Path output) throws IOException {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException("the program 'git', which ssh needs here, cannot be started: " + e.getMessage(), e);
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("git fetch took more than " + TIMEOUT_MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during git fetch", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
            throw new IOException("git fetch failed: " + text.substring(0, Math.min(text.length(), MAX_MESSAGE)));
        }
    }
}

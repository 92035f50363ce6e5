package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The installed {@code dvc}, for tests of agreement with it: system property or environment variable {@code MLOPS_DVC}, else {@code dvc} on the {@code PATH}.
 * Without one such a test is skipped and says so.
 */
public final class RealDvc {

    private static final int TIMEOUT_MINUTES = 5;

    private final Path executable;
    private final Map<String, String> environment = new TreeMap<>();

    private RealDvc(Path executable, Path home) {
        this.executable = executable;
        // Neither the user's configuration nor a state left by another test may take part.
        environment.put("HOME", home.toString());
        environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
        environment.put("DVC_GLOBAL_CONFIG_DIR", home.resolve("global").toString());
        environment.put("DVC_SYSTEM_CONFIG_DIR", home.resolve("system").toString());
        environment.put("DVC_SITE_CACHE_DIR", home.resolve("site").toString());
        environment.put("DVC_NO_ANALYTICS", "1");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        for (String role : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + role + "_NAME", "Test");
            environment.put("GIT_" + role + "_EMAIL", "test@example.org");
        }
    }

    /**
     * @param home an empty folder, for configuration and state
     */
    public static RealDvc orSkip(Path home) {
        Optional<Path> found = find();
        if (found.isEmpty()) {
            System.err.println(
                    "##### SKIPPED: no dvc found (set MLOPS_DVC to its path); agreement with the real DVC is NOT tested #####");
        }
        assumeTrue(found.isPresent(), "no dvc found");
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RealDvc(found.orElseThrow(), home);
    }

    public static Optional<Path> find() {
        String named = System.getProperty("MLOPS_DVC", System.getenv().getOrDefault("MLOPS_DVC", ""));
        if (!named.isBlank()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1)) {
            for (String name : List.of("dvc", "dvc.exe")) {
                Path candidate = Path.of(folder.isEmpty() ? "." : folder, name);
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    /** What the processes get on top of this one's environment. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    public Path executable() {
        return executable;
    }

    /** {@code git init} and {@code dvc init}. */
    public Path initialize(Path repository) {
        try {
            Files.createDirectories(repository);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        git(repository, "init", "-q", "-b", "main");
        run(repository, "init", "-q");
        return repository;
    }

    /** Runs {@code dvc}, fails the test unless it succeeds, and returns what it printed. */
    public String run(Path folder, String... arguments) {
        Outcome outcome = attempt(folder, arguments);
        assertThat(outcome.exitCode())
                .as("dvc %s in %s printed:%n%s", String.join(" ", arguments), folder, outcome.output())
                .isZero();
        return outcome.output();
    }

    public Outcome attempt(Path folder, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(executable.toString());
        command.addAll(List.of(arguments));
        return start(folder, command);
    }

    public String git(Path folder, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add("git");
        command.addAll(List.of(arguments));
        Outcome outcome = start(folder, command);
        assertThat(outcome.exitCode())
                .as("git %s in %s printed:%n%s", String.join(" ", arguments), folder, outcome.output())
                .isZero();
        return outcome.output();
    }

    public void commitAll(Path repository, String message) {
        git(repository, "add", "-A");
        git(repository, "commit", "-q", "--allow-empty", "-m", message);
    }

    /** @param output of both streams, as they came */
    public record Outcome(int exitCode, String output) {}

    private Outcome start(Path folder, List<String> command) {
        try {
            Path output = Files.createTempFile("dvc", ".log");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " took longer than " + TIMEOUT_MINUTES + " minutes");
                }
                return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }
}

package io.jenkins.plugins.mlops.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A work tree that the real {@code git} works on, apart from the user's configuration. */
final class GitProgramRepository {

    private final Path folder;

    private GitProgramRepository(Path folder) {
        this.folder = folder;
    }

    static GitProgramRepository at(Path folder) {
        return new GitProgramRepository(folder);
    }

    static GitProgramRepository init(Path folder) throws Exception {
        Files.createDirectories(folder);
        GitProgramRepository repository = new GitProgramRepository(folder);
        repository.git("init", "-q", "-b", "main");
        repository.git("config", "uploadpack.allowFilter", "true");
        repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
        return repository;
    }

    Path folder() {
        return folder;
    }

    GitProgramRepository write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    String commit(String message) throws Exception {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        return git("rev-parse", "HEAD");
    }

    String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "protocol.file.allow=always"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", folder.resolveSibling("no-config").toString());
        for (String role : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + role + "_NAME", "Test");
            environment.put("GIT_" + role + "_EMAIL", "test@example.org");
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as("git " + command + ": " + output).isZero();
        return output;
    }
}

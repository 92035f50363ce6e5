package io.jenkins.plugins.mlops.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What to run.
 *
 * @param repository the folder with {@code .dvc}, or any folder of a Git work tree; the command runs there
 * @param command a program and its arguments; no shell reads them
 * @param files what is given; for each kind that is not, what the DVC repository declares
 * @param variables added to the environment of the command
 */
public record TrainingPlan(
        Path repository, List<String> command, RunFiles files, OptionalLong seed, Map<String, String> variables) {

    public static final List<String> DEFAULT_COMMAND = List.of("dvc", "repro");

    public TrainingPlan {
        repository = repository.toAbsolutePath().normalize();
        command = command.isEmpty() ? DEFAULT_COMMAND : List.copyOf(command);
        variables = Map.copyOf(variables);
    }

    public static TrainingPlan in(Path repository) {
        return new TrainingPlan(repository, DEFAULT_COMMAND, RunFiles.NONE, OptionalLong.empty(), Map.of());
    }

    public TrainingPlan withCommand(List<String> other) {
        return new TrainingPlan(repository, other, files, seed, variables);
    }

    public TrainingPlan withFiles(RunFiles other) {
        return new TrainingPlan(repository, command, other, seed, variables);
    }

    public TrainingPlan withSeed(long other) {
        return new TrainingPlan(repository, command, files, OptionalLong.of(other), variables);
    }

    public TrainingPlan withVariables(Map<String, String> other) {
        return new TrainingPlan(repository, command, files, seed, other);
    }

    TrainingPlan forced() {
        return withCommand(forced(command));
    }

    /** The same, but so that it trains even where nothing changed: {@code dvc repro} does nothing a second time. */
    public static List<String> forced(List<String> command) {
        boolean repro = command.size() >= 2
                && command.get(0)
                        .replaceFirst(".*[/\\\\]", "")
                        .replaceFirst("\\.exe$", "")
                        .equals("dvc")
                && command.get(1).equals("repro");
        if (!repro || command.contains("-f") || command.contains("--force")) {
            return command;
        }
        List<String> forced = new ArrayList<>(command);
        forced.add(2, "--force");
        return forced;
    }
}

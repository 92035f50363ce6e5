package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.dvc.ConfigLocations;
import io.jenkins.plugins.mlops.evaluation.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What the program finds around it.
 *
 * @param directory where it works
 * @param terminal whether a person watches
 */
record Machine(
        Path directory, Map<String, String> environment, boolean terminal, String osName, Path home, Clock clock) {

    Machine {
        directory = directory.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
    }

    static Machine current() {
        return new Machine(
                Path.of(""),
                System.getenv(),
                hasTerminal(),
                System.getProperty("os.name", ""),
                Path.of(System.getProperty("user.home", ".")),
                Clock.systemDefaultZone());
    }

    /** The repository around the folder where the command works. */
    Project project() throws IOException, WrongUseException {
        if (!Files.isDirectory(directory)) {
            throw new WrongUseException("There is no folder " + directory + ".");
        }
        return Project.open(directory, ConfigLocations.of(environment, osName, home), environment);
    }

    Machine in(Path folder) {
        return new Machine(folder, environment, terminal, osName, home, clock);
    }

    /** Since JDK 22 there is always a console, which then knows whether it is a terminal. */
    private static boolean hasTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    boolean isWindows() {
        return osName.startsWith("Windows");
    }
}

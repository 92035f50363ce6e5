package io.jenkins.plugins.mlops.agent;

import hudson.EnvVars;
import io.jenkins.plugins.mlops.dvc.ConfigLocations;
import io.jenkins.plugins.mlops.evaluation.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Opens the DVC repository around a folder of the workspace, with the environment of this agent and what the step's context adds. */
final class WorkspaceProject {

    private WorkspaceProject() {}

    static Project open(Path workspace, String dir, Map<String, String> variables) throws IOException {
        Path folder = WorkspaceFolder.resolve(workspace, dir);
        if (!Files.isDirectory(folder)) {
            throw new IOException("There is no folder " + folder + ". Check out the repository first, or set dir.");
        }
        EnvVars environment = new EnvVars(System.getenv());
        environment.overrideAll(variables);
        ConfigLocations locations = ConfigLocations.of(
                environment, System.getProperty("os.name", ""), Path.of(System.getProperty("user.home", ".")));
        return Project.open(folder, locations, environment);
    }
}

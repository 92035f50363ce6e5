package io.jenkins.plugins.mlops.agent;

import hudson.EnvVars;
import io.jenkins.plugins.mlops.dvc.ConfigLocations;
import io.jenkins.plugins.mlops.dvc.DvcConfig;
import io.jenkins.plugins.mlops.dvc.DvcRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The DVC repository around a folder of the workspace.
 *
 * @param root the folder that has {@code .dvc}
 * @param environment of this agent, with what the step's context adds
 */
record Repository(Path root, DvcRepository repository, DvcConfig config, Map<String, String> environment) {

    static Repository open(Path workspace, String dir, Map<String, String> variables) throws IOException {
        Path folder = WorkspaceFolder.resolve(workspace, dir);
        if (!Files.isDirectory(folder)) {
            throw new IOException("There is no folder " + folder + ". Check out the repository first, or set dir.");
        }
        EnvVars environment = new EnvVars(System.getenv());
        environment.overrideAll(variables);
        Path root = DvcRepository.findRoot(folder);
        DvcRepository repository = DvcRepository.open(folder);
        ConfigLocations locations = ConfigLocations.of(
                environment, System.getProperty("os.name", ""), Path.of(System.getProperty("user.home", ".")));
        return new Repository(
                root, repository, DvcConfig.load(repository.tree(), root, locations), Map.copyOf(environment));
    }
}

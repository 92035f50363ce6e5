package io.jenkins.plugins.mlops.evaluation;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.dvc.ConfigLocations;
import io.jenkins.plugins.mlops.dvc.DvcConfig;
import io.jenkins.plugins.mlops.dvc.DvcRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The DVC repository around a folder.
 *
 * @param root the folder that has {@code .dvc}
 * @param environment of who works in it
 */
public record Project(Path root, DvcRepository repository, DvcConfig config, Map<String, String> environment) {

    public Project {
        environment = Map.copyOf(environment);
    }

    /**
     * @param folder in the repository, at any depth; it exists
     * @param locations where DVC's configuration of the system and of the user lies
     */
    public static Project open(Path folder, ConfigLocations locations, Map<String, String> environment)
            throws IOException {
        Path root = DvcRepository.findRoot(folder);
        DvcRepository repository = DvcRepository.open(folder);
        return new Project(root, repository, DvcConfig.load(repository.tree(), root, locations), environment);
    }

    /** Where the content of what DVC tracks lies on this machine. */
    public Path cache() throws DocumentException {
        return config.cache().dir();
    }
}

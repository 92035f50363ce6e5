package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.dvc.ConfigLocations;
import io.jenkins.plugins.mlops.dvc.DvcConfig;
import io.jenkins.plugins.mlops.dvc.DvcRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The DVC repository around the folder where the command works.
 *
 * @param root the folder that has {@code .dvc}
 */
record Project(Path root, DvcRepository repository, DvcConfig config) {

    static Project open(Machine machine) throws IOException, WrongUseException {
        if (!Files.isDirectory(machine.directory())) {
            throw new WrongUseException("There is no folder " + machine.directory() + ".");
        }
        Path root = DvcRepository.findRoot(machine.directory());
        DvcRepository repository = DvcRepository.open(machine.directory());
        ConfigLocations locations = ConfigLocations.of(machine.environment(), machine.osName(), machine.home());
        return new Project(root, repository, DvcConfig.load(repository.tree(), root, locations));
    }
}

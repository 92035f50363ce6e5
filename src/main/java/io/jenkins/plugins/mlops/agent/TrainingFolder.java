package io.jenkins.plugins.mlops.agent;

import hudson.EnvVars;
import io.jenkins.plugins.mlops.dvc.ConfigLocations;
import io.jenkins.plugins.mlops.git.GitRepository;
import io.jenkins.plugins.mlops.lineage.EnvironmentProbe;
import io.jenkins.plugins.mlops.lineage.InstalledPrograms;
import io.jenkins.plugins.mlops.lineage.LineageCollector;
import io.jenkins.plugins.mlops.training.RunStore;
import io.jenkins.plugins.mlops.training.TrainingRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Where a training runs.
 *
 * @param root the DVC repository around the folder that was named, else that folder
 * @param locations of DVC's configuration outside of the repository
 */
record TrainingFolder(Path root, GitRepository git, RunStore store, TrainingRunner runner, ConfigLocations locations)
        implements AutoCloseable {

    /**
     * @param workspace or a folder of it, where the step runs
     * @param variables of the step's context
     */
    static TrainingFolder open(Path workspace, TrainingRequest request, String builder, Map<String, String> variables)
            throws IOException {
        Path folder = WorkspaceFolder.resolve(workspace, request.dir());
        if (!Files.isDirectory(folder)) {
            throw new IOException("There is no folder " + folder + ". Check out the repository first, or set dir.");
        }
        Path whole = whole(workspace, variables);
        TrainingFolder opened = open(root(whole, folder), builder, request.image(), variables);
        Path workTree = opened.git.workTree().toRealPath();
        if (!workTree.startsWith(whole.toRealPath())) {
            opened.close();
            throw new IOException("There is no Git repository in the workspace " + whole + ", which lies in that at "
                    + workTree + ". Check out the repository first, or set dir.");
        }
        return opened;
    }

    /** @param root as an earlier look at the workspace found it */
    static TrainingFolder open(Path root, String builder, String image, Map<String, String> variables)
            throws IOException {
        EnvVars environment = new EnvVars(System.getenv());
        environment.overrideAll(variables);
        if (!image.isEmpty()) {
            environment.put("MLOPS_IMAGE", image);
        }
        ConfigLocations locations = ConfigLocations.of(
                environment, System.getProperty("os.name", ""), Path.of(System.getProperty("user.home", ".")));
        GitRepository git = GitRepository.open(root);
        RunStore store = new RunStore(root, builder);
        LineageCollector collector = new LineageCollector(new EnvironmentProbe(environment, new InstalledPrograms()));
        TrainingRunner runner = new TrainingRunner(git.codeIn(root), collector, store, Clock.systemUTC());
        return new TrainingFolder(root, git, store, runner.withConfigFrom(locations), locations);
    }

    /** The step {@code dir} goes into a part of the workspace, and the repository is around that. */
    private static Path whole(Path part, Map<String, String> variables) {
        try {
            Path whole = Path.of(variables.getOrDefault("WORKSPACE", "")).normalize();
            return whole.isAbsolute() && part.startsWith(whole) ? whole : part;
        } catch (InvalidPathException e) {
            return part;
        }
    }

    /** A repository that the workspace is a part of is none of this build: many keep all of Jenkins' home in one. */
    private static Path root(Path workspace, Path folder) {
        for (Path candidate = folder;
                candidate != null && candidate.startsWith(workspace);
                candidate = candidate.getParent()) {
            if (Files.isDirectory(candidate.resolve(".dvc"))) {
                return candidate;
            }
        }
        return folder;
    }

    @Override
    public void close() {
        git.close();
    }
}

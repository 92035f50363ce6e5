package io.jenkins.plugins.mlops.steps;

import io.jenkins.plugins.mlops.image.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A checked-out repository with a model, {@code models/model.txt}, and the program {@code serve.py} that serves it. */
final class ServedProject {

    private ServedProject() {}

    /** @param model which nobody else's layers have */
    static void create(Path workspace, String model) throws IOException, GitAPIException {
        Files.createDirectories(workspace);
        try (Git git = Git.init().setDirectory(workspace.toFile()).call()) {
            Workspaces.write(workspace, ".dvc/config", "");
            Workspaces.write(workspace, "models/model.txt", model);
            Workspaces.write(workspace, "serve.py", Workspaces.SERVER);
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("Serve")
                    .setAuthor("a", "a@example.org")
                    .setCommitter("a", "a@example.org")
                    .setSign(false)
                    .call();
        }
    }
}

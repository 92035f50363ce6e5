package io.jenkins.plugins.mlops.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.CheckoutCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** The Git repository of the demo; needs no {@code git} program and no identity of the person who runs it. */
final class DemoRepository implements AutoCloseable {

    private final Git git;
    private final PersonIdent author;

    private DemoRepository(Git git, PersonIdent author) {
        this.git = git;
        this.author = author;
    }

    static DemoRepository create(Path folder, Machine machine) throws IOException {
        try {
            Git git = Git.init()
                    .setDirectory(folder.toFile())
                    .setInitialBranch("main")
                    .call();
            PersonIdent author = new PersonIdent(
                    "mlops demo",
                    "demo@example.org",
                    machine.clock().instant(),
                    machine.clock().getZone());
            git.getRepository().getConfig().setBoolean("commit", null, "gpgsign", false);
            git.getRepository().getConfig().setString("user", null, "name", author.getName());
            git.getRepository().getConfig().setString("user", null, "email", author.getEmailAddress());
            git.getRepository().getConfig().save();
            return new DemoRepository(git, author);
        } catch (GitAPIException e) {
            throw new IOException("Could not make a Git repository in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** What {@code dvc init}, {@code dvc remote add -d} and {@code dvc add} leave. */
    static void initializeDvc(Path folder, String storage) throws IOException {
        Files.createDirectories(folder.resolve(".dvc"));
        Files.writeString(
                folder.resolve(".dvc/config"),
                "[core]\n    remote = storage\n['remote \"storage\"']\n    url = " + storage + "\n");
        Files.writeString(folder.resolve(".dvc/.gitignore"), "/config.local\n/tmp\n/cache\n");
        Files.writeString(
                folder.resolve(".dvcignore"),
                "# Add patterns of files dvc should ignore, which could improve\n# the performance.\n");
        Files.writeString(folder.resolve("data/.gitignore"), "/train\n/test\n");
        Files.createDirectories(folder.resolve("models"));
        Files.writeString(folder.resolve("models/.gitignore"), "/model.json\n");
        Files.writeString(folder.resolve(".gitignore"), "__pycache__/\n");
    }

    void commit(String message) throws IOException {
        try {
            git.add().addFilepattern(".").call();
            git.add().addFilepattern(".").setUpdate(true).call();
            git.commit()
                    .setMessage(message)
                    .setAuthor(author)
                    .setCommitter(author)
                    .setSign(false)
                    .setNoVerify(true)
                    .call();
        } catch (GitAPIException e) {
            throw new IOException(
                    "Could not commit in " + git.getRepository().getWorkTree() + ": " + e.getMessage(), e);
        }
    }

    void newBranch(String name, String from) throws IOException {
        checkout(git.checkout().setCreateBranch(true).setName(name).setStartPoint(from), name);
    }

    void checkout(String name) throws IOException {
        checkout(git.checkout().setName(name), name);
    }

    private void checkout(CheckoutCommand command, String name) throws IOException {
        try {
            command.call();
        } catch (GitAPIException e) {
            throw new IOException(
                    "Could not check out " + name + " in " + git.getRepository().getWorkTree() + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        git.close();
    }
}

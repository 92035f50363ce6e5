package io.jenkins.plugins.mlops.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The example project as a repository whose metrics a test writes itself, so that no test has to train. */
final class Digits implements AutoCloseable {

    final Path root;
    final Path storage;
    private final DemoRepository git;

    private Digits(Path root, Path storage, DemoRepository git) {
        this.root = root;
        this.storage = storage;
        this.git = git;
    }

    /** On branch main with one commit, data in the storage and not in the workspace. */
    static Digits create(Path folder) throws IOException {
        Path root = folder.resolve("digits");
        Path storage = folder.resolve("storage");
        ExampleFiles.copyTo(root);
        DemoRepository.initializeDvc(root, "../../storage");
        new DemoStorage(storage).publish(root.resolve("data/train"));
        new DemoStorage(storage).publish(root.resolve("data/test"));
        DemoRepository git =
                DemoRepository.create(root, new Machine(root, Map.of(), false, "", root, Clock.systemUTC()));
        Digits digits = new Digits(root, storage, git);
        digits.measure("0.90", "0.30");
        git.commit("Baseline");
        return digits;
    }

    void measure(String accuracy, String loss) throws IOException {
        write("metrics.json", "{\"accuracy\": " + accuracy + ", \"log_loss\": " + loss + "}");
    }

    void write(String file, String text) throws IOException {
        Files.writeString(root.resolve(file), text);
    }

    DemoRepository git() {
        return git;
    }

    Shell shell() {
        return Shell.in(root);
    }

    @Override
    public void close() {
        git.close();
    }
}

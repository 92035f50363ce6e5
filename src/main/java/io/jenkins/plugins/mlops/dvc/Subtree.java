package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A folder of another tree as a tree of its own: the repository that {@code dvc init --subdir} makes in a Git repository. */
record Subtree(SourceTree tree, String folder) implements SourceTree {

    static SourceTree of(SourceTree tree, String folder) {
        return folder.isEmpty() ? tree : new Subtree(tree, folder);
    }

    @Override
    public String description() {
        return tree.description() + "/" + folder;
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        return tree.read(RepositoryPath.join(folder, path));
    }

    @Override
    public List<Entry> list(String child) throws IOException {
        return tree.list(RepositoryPath.join(folder, child));
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Removes what an earlier pull put into the workspace for outputs that the revision no longer has, as {@code dvc pull} does: training that takes all files of a folder
 * would take them too. Only files that are as they were put there, and of which the cache has a copy.
 */
final class StaleOutputs {

    private final Cache cache;
    private final WorkspaceFolders folders;

    StaleOutputs(Cache cache, WorkspaceFolders folders) {
        this.cache = cache;
        this.folders = folders;
    }

    /**
     * @param tracked the paths of all outputs that there are
     * @return the outputs of which something was removed
     */
    List<String> remove(Set<String> tracked, WorkspaceIndex index) throws IOException {
        List<String> removed = new ArrayList<>();
        for (String output : index.outputs()) {
            if (!tracked.contains(output)) {
                if (remove(output, index.get(output).orElseThrow(), tracked)) {
                    removed.add(output);
                }
                index.remove(output);
            }
        }
        folders.forget();
        return removed;
    }

    private boolean remove(String output, OutputState state, Set<String> tracked) throws IOException {
        boolean removed = false;
        Set<String> emptied = new TreeSet<>(Comparator.reverseOrder());
        if (state.id().isDirectory()) {
            emptied.add(output);
        }
        for (OutputState.Entry entry : state.byPath().values()) {
            String path = RepositoryPath.join(output, entry.path());
            if (!isTracked(path, tracked) && isAsPut(path, entry)) {
                WorkspaceFolders.delete(folders.file(path));
                removed = true;
                for (String folder = RepositoryPath.parent(path);
                        folder.length() > output.length() && emptied.add(folder);
                        folder = RepositoryPath.parent(folder)) {}
            }
        }
        for (String folder : emptied) {
            removed |= !tracked.contains(folder) && removeEmpty(folder);
        }
        return removed;
    }

    private static boolean isTracked(String path, Set<String> tracked) {
        for (String around = path; !around.isEmpty(); around = RepositoryPath.parent(around)) {
            if (tracked.contains(around)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAsPut(String path, OutputState.Entry entry) throws IOException {
        try {
            return folders.exists(RepositoryPath.parent(path))
                    && Checkout.stamp(folders.file(path)).equals(entry.stamp())
                    && cache.attributes(entry.id()).isPresent();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private boolean removeEmpty(String folder) throws IOException {
        try {
            return folders.exists(RepositoryPath.parent(folder))
                    && Files.isDirectory(folders.file(folder), LinkOption.NOFOLLOW_LINKS)
                    && Files.deleteIfExists(folders.file(folder));
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }
}

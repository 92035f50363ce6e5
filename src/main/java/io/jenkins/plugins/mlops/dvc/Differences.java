package io.jenkins.plugins.mlops.dvc;

import java.util.List;

/**
 * How the workspace differs from what an output should be. All paths are relative to the output; {@code ""} is the output itself.
 *
 * @param right files that have the wanted content
 * @param create files that are not there
 * @param replace files with another content, of which the cache has a copy (or which are half of the wanted content, from a pull that was killed)
 * @param remove files that do not belong to the output, of which the cache has a copy
 * @param emptyFolders folders that the output does not have and that have nothing else in them; innermost first
 * @param changed files with a content that is nowhere else: those to replace
 * @param unknown the same, of those to remove
 */
record Differences(
        List<OutputState.Entry> right,
        List<Manifest.File> create,
        List<Manifest.File> replace,
        List<String> remove,
        List<String> emptyFolders,
        List<Manifest.File> changed,
        List<String> unknown) {

    boolean isNone() {
        return create.isEmpty()
                && replace.isEmpty()
                && remove.isEmpty()
                && emptyFolders.isEmpty()
                && changed.isEmpty()
                && unknown.isEmpty();
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.util.List;

/**
 * @param files all files of the targets, whether or not something had to be done for them
 * @param bytes their size
 * @param downloaded objects that were transferred (manifests of folders count)
 * @param cached objects that the cache had
 * @param unchanged files of the workspace that were right already
 * @param missing what {@code allowMissing} let pass
 * @param dataVersion one hash over path and content hash of all targets; the same on every machine
 */
public record PullResult(
        long files,
        long bytes,
        long downloaded,
        long cached,
        long unchanged,
        double seconds,
        List<PullFailure> missing,
        String dataVersion) {

    public PullResult {
        missing = List.copyOf(missing);
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the tracked data of two states differ.
 *
 * @param changes per file where both manifests were at hand, else per output; sorted by path; at most as many as were asked for
 * @param totals counts and bytes over all changes, also those that {@code changes} leaves out
 */
public record DataDiff(List<FileChange> changes, Totals totals) {

    public static final DataDiff NONE = new DataDiff(List.of(), new Totals(0, 0, 0, 0, 0, 0));

    public enum Kind {
        ADDED,
        CHANGED,
        DELETED
    }

    /**
     * @param path relative to the repository's root; ends with {@code /} for a folder whose files are not known one by one
     * @param bytesBefore empty where not known
     */
    public record FileChange(
            String path,
            Kind kind,
            Optional<String> before,
            Optional<String> after,
            OptionalLong bytesBefore,
            OptionalLong bytesAfter) {}

    /** Bytes are of the new state for added and changed files, of the old state for deleted ones; unknown sizes count as 0. */
    public record Totals(
            long added, long changed, long deleted, long bytesAdded, long bytesChanged, long bytesDeleted) {}

    public DataDiff {
        changes = List.copyOf(changes);
    }

    /**
     * @param manifests of either state
     * @param limit how many changes to list; the totals are over all
     */
    public static DataDiff between(DataSnapshot before, DataSnapshot after, ManifestSource manifests, int limit)
            throws IOException {
        return DataComparison.compare(before, after, manifests, limit);
    }

    public boolean isEmpty() {
        return totals.added() + totals.changed() + totals.deleted() == 0;
    }
}

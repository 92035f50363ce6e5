package io.jenkins.plugins.mlops.lineage;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * @param repository the URL of the {@code origin} remote without credentials, empty where there is none
 * @param commit 40 hexadecimal digits
 * @param modified tracked files that differ from the commit, files Git neither tracks nor ignores, and data of which the workspace has another content than what DVC recorded; a run with any is not reproducible from the commit
 */
public record CodeVersion(Optional<String> repository, String commit, Optional<String> branch, List<String> modified) {
    public CodeVersion {
        modified = List.copyOf(modified);
    }

    /** The same with more that is modified. */
    public CodeVersion withModified(Collection<String> paths) {
        TreeSet<String> all = new TreeSet<>(modified);
        all.addAll(paths);
        return new CodeVersion(repository, commit, branch, List.copyOf(all));
    }
}

package io.jenkins.plugins.mlops.lineage;

import java.util.List;
import java.util.Optional;

/**
 * @param repository the URL of the {@code origin} remote without credentials, empty where there is none
 * @param commit 40 hexadecimal digits
 * @param modified tracked files that differ from the commit, and files Git neither tracks nor ignores; a run with any is not reproducible from the commit
 */
public record CodeVersion(Optional<String> repository, String commit, Optional<String> branch, List<String> modified) {
    public CodeVersion {
        modified = List.copyOf(modified);
    }
}

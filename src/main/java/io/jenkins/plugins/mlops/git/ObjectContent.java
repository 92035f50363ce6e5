package io.jenkins.plugins.mlops.git;

import io.jenkins.plugins.mlops.dvc.ObjectId;
import io.jenkins.plugins.mlops.dvc.Output;
import java.io.IOException;
import java.util.Optional;

/** What DVC keeps outside of Git: its cache, or a remote. */
@FunctionalInterface
public interface ObjectContent {

    /**
     * @param output whose content, or part of whose content, is wanted
     * @return empty where the object is nowhere to be found
     */
    Optional<byte[]> read(Output output, ObjectId id) throws IOException;

    /** For callers without a cache. */
    static ObjectContent none() {
        return (output, id) -> Optional.empty();
    }
}

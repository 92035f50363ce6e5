package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Knows what is in folders, as far as a cache or a remote at hand does. */
@FunctionalInterface
public interface ManifestSource {

    /** Knows no folder: every output is compared as one. */
    ManifestSource NONE = id -> Optional.empty();

    /**
     * @param id of a folder
     * @return empty where it is not at hand
     * @throws IOException where it is at hand but cannot be read
     */
    Optional<Manifest> manifest(ObjectId id) throws IOException;

    /** Bytes of one file of a folder; manifests do not have them. */
    default OptionalLong size(ObjectId id) throws IOException {
        return OptionalLong.empty();
    }
}

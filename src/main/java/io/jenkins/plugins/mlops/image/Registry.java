package io.jenkins.plugins.mlops.image;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What is asked for images that were pushed. */
public interface Registry {

    /**
     * @return empty where the registry has no such image
     * @throws ImageException where it did not answer, or not to this user
     */
    Optional<Published> find(ImageReference reference) throws IOException, InterruptedException;

    /** @param digest of the manifest, or of the index, that the tag names */
    record Published(String digest, Map<String, String> labels) {
        public Published {
            labels = Map.copyOf(labels);
        }
    }
}

package io.jenkins.plugins.mlops.image;

import java.util.Map;
import java.util.Optional;

/**
 * What became of a plan.
 *
 * @param digest of the pushed image; empty where it was not to be pushed
 * @param outcome how it came about
 * @param labels of the image that there is now
 */
public record ModelImage(
        ImageReference reference, Optional<String> digest, Outcome outcome, Map<String, String> labels) {

    /** From least to most work. */
    public enum Outcome {
        /** The registry has an image of the same inputs; nothing was built or pushed. */
        ALREADY_PUSHED,
        /** The builder has an image of the same inputs, and nothing was to be pushed. */
        ALREADY_BUILT,
        /** Of the same inputs before, and pushed now. */
        PUSHED,
        BUILT,
        BUILT_AND_PUSHED
    }

    public ModelImage {
        labels = Map.copyOf(labels);
    }

    /** Whether an image of the same inputs was where this one was to be. */
    public boolean isUnchanged() {
        return outcome == Outcome.ALREADY_PUSHED || outcome == Outcome.ALREADY_BUILT;
    }

    /** The reference that no push can change; without a push, the one with the tag. */
    public String pinned() {
        return digest.map(reference.name()::pinned).orElse(reference.toString());
    }
}

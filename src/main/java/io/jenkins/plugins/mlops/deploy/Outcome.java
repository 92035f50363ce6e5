package io.jenkins.plugins.mlops.deploy;

import java.util.Locale;

/** How a release ended. */
public enum Outcome {
    /** The new colour serves. */
    PROMOTED,
    /** The new colour was taken away before it served. */
    DISCARDED,
    /** The new colour served, and the old one serves again. */
    ROLLED_BACK,
    /** The new colour serves although it failed, because there is no other that could. */
    STUCK;

    /** As it stands in annotations and in JSON: {@code rolled-back}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

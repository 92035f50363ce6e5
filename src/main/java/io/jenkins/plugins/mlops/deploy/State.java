package io.jenkins.plugins.mlops.deploy;

import java.util.Locale;

/** Where a release is. */
public enum State {
    /** No release is under way. */
    IDLE("nothing is under way"),
    /** The new colour is applied, and its replicas get ready. */
    DEPLOYING("the new colour gets ready"),
    /** The new colour is ready and is being tested and judged; no user reaches it. */
    VERIFYING("the new colour is tested"),
    /** Somebody has said yes; the live Service is about to select the new colour. */
    SWITCHING("the live Service is switched"),
    /** The new colour serves and is watched; the old one is still there. */
    OBSERVING("the new colour serves and is watched"),
    /** The new colour is trusted; the old one waits for the end of its time and is then scaled to zero. */
    RETIRING("the old colour is kept for a while"),
    /** The new colour is taken away; it has never served. */
    DISCARDING("the new colour is taken away"),
    /** The live Service goes back to the old colour, and the new one is scaled to zero. */
    ROLLING_BACK("the live Service goes back to the old colour");

    private final String sentence;

    State(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether the new colour has not served yet, so that a stop costs nothing. */
    boolean isBeforeSwitch() {
        return this == DEPLOYING || this == VERIFYING || this == SWITCHING;
    }

    /** As it stands in annotations and in JSON: {@code rolling-back}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

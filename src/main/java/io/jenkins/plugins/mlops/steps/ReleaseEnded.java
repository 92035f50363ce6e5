package io.jenkins.plugins.mlops.steps;

import jenkins.model.CauseOfInterruption;

/** Why a body is cancelled that judges a colour which is no longer there. */
final class ReleaseEnded extends CauseOfInterruption {
    private static final long serialVersionUID = 1L;

    private final String message;

    ReleaseEnded(String message) {
        this.message = message;
    }

    @Override
    public String getShortDescription() {
        return Messages.ReleaseEnded_description(message);
    }
}

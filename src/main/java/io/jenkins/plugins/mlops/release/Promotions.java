package io.jenkins.plugins.mlops.release;

import hudson.model.Run;
import io.jenkins.plugins.mlops.build.JobMetrics;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.State;
import io.jenkins.plugins.mlops.deploy.Transition;
import io.jenkins.plugins.mlops.report.MetricIndex;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Marks the build whose model is trusted in production, and takes the mark away where it is sent back, so that {@code build: 'lastPromoted'} is what serves. It is the build that released,
 * whoever sends it back from whichever job; to be called with the rights of the system.
 */
public final class Promotions implements ReleaseListener {

    private static final Logger LOGGER = Logger.getLogger(Promotions.class.getName());

    private Optional<Boolean> marked = Optional.empty();

    @Override
    public void entered(Transition transition) {
        Optional<Boolean> mark = mark(transition.state(), transition.release().outcome());
        if (mark.isPresent() && !mark.equals(marked)) {
            ReleaseId.build(transition.release().id()).ifPresent(run -> mark(run, mark.get()));
            marked = mark;
        }
    }

    private static Optional<Boolean> mark(State state, Optional<Outcome> outcome) {
        return switch (state) {
            case RETIRING -> Optional.of(true);
            case ROLLING_BACK -> Optional.of(false);
            case IDLE -> outcome.map(Outcome.PROMOTED::equals);
            default -> Optional.empty();
        };
    }

    static void mark(Run<?, ?> run, boolean promoted) {
        MetricIndex index = JobMetrics.of(run.getParent());
        try {
            if (index.exists()) {
                index.promoted(run.getNumber(), promoted);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "It is not on record whether the model of " + run + " is in production");
        }
    }
}

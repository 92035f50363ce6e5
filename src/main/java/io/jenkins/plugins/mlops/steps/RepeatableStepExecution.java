package io.jenkins.plugins.mlops.steps;

import hudson.AbortException;
import hudson.FilePath;
import java.io.IOException;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;

/**
 * Work on an agent that may be done twice: where the controller was restarted meanwhile, it begins again. {@link SynchronousNonBlockingStepExecution} itself would
 * fail the build.
 */
abstract class RepeatableStepExecution<T> extends SynchronousNonBlockingStepExecution<T> {
    private static final long serialVersionUID = 1L;

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long POLL_MILLIS = 2_000;

    private transient boolean resumed;

    RepeatableStepExecution(StepContext context) {
        super(context);
    }

    @Override
    public void onResume() {
        resumed = true;
        try {
            start();
        } catch (Exception e) {
            getContext().onFailure(e);
        }
    }

    /** The folder to work in; after a restart, once its agent is there again. */
    FilePath workspace() throws IOException, InterruptedException {
        if (!resumed) {
            return getContext().get(FilePath.class);
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            FilePath workspace = find();
            if (workspace != null) {
                return workspace;
            }
            if (System.nanoTime() - end > 0) {
                throw new AbortException(Messages.RepeatableStepExecution_noAgent(PATIENCE.toMinutes()));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private FilePath find() throws InterruptedException {
        try {
            FilePath workspace = getContext().get(FilePath.class);
            return workspace == null || workspace.toComputer() == null ? null : workspace;
        } catch (IOException e) {
            // The agent is not connected yet; what it says of that is not the user's business before the time is over.
            return null;
        }
    }
}

package io.jenkins.plugins.mlops.build;

import java.util.concurrent.TimeoutException;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.jvnet.hudson.test.JenkinsRule;

/** The {@code input} that a build waits for, also one that goes on after a restart. */
public final class Inputs {

    private static final int PAUSE_MILLIS = 100;
    private static final int PATIENCE = 120_000 / PAUSE_MILLIS;

    private Inputs() {}

    /** @throws AssertionError where the build ends without one, or has none in two minutes */
    public static InputStepExecution await(WorkflowRun run) throws Exception {
        for (int i = 0; i < PATIENCE && run.isBuilding(); i++) {
            InputAction inputs = run.getAction(InputAction.class);
            try {
                if (inputs != null && !inputs.getExecutions().isEmpty()) {
                    return inputs.getExecutions().get(0);
                }
            } catch (TimeoutException e) {
                // Its program is not loaded yet.
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new AssertionError("no input:\n" + JenkinsRule.getLog(run));
    }

    /** As who clicks on Proceed. */
    public static void proceed(WorkflowRun run) throws Exception {
        await(run).doProceedEmpty();
    }
}

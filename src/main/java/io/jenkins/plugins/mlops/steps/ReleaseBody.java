package io.jenkins.plugins.mlops.steps;

import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The body that judges a new colour: tells the release when it starts and ends. */
final class ReleaseBody extends BodyExecutionCallback {
    private static final long serialVersionUID = 1L;

    private final BlueGreenDeployExecution release;

    ReleaseBody(BlueGreenDeployExecution release) {
        this.release = release;
    }

    @Override
    public void onStart(StepContext context) {
        release.bodyStarted();
    }

    @Override
    public void onSuccess(StepContext context, Object result) {
        release.bodyPassed();
    }

    @Override
    public void onFailure(StepContext context, Throwable failure) {
        release.bodyFailed(failure);
    }
}

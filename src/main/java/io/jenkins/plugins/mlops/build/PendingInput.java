package io.jenkins.plugins.mlops.build;

import hudson.model.Failure;
import hudson.model.Job;
import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;

/** An {@code input} of a run that waits, with what the person who looks may do about it. The input's own rules decide, here as on its own page. */
public final class PendingInput {

    private final Run<?, ?> run;
    private final InputStepExecution execution;

    private PendingInput(Run<?, ?> run, InputStepExecution execution) {
        this.run = run;
        this.execution = execution;
    }

    static List<PendingInput> of(Run<?, ?> run) throws InterruptedException, TimeoutException {
        InputAction inputs = run.getAction(InputAction.class);
        List<PendingInput> pending = new ArrayList<>();
        if (inputs != null) {
            for (InputStepExecution execution : inputs.getExecutions()) {
                if (!execution.isSettled()) {
                    pending.add(new PendingInput(run, execution));
                }
            }
        }
        return pending;
    }

    public String getId() {
        return execution.getId();
    }

    public String getMessage() {
        return execution.getInput().getMessage();
    }

    public String getProceedText() {
        return execution.getInput().getOk();
    }

    public String getAbortText() {
        return execution.getInput().getCancel();
    }

    /** Who is asked; empty for everybody who may build. */
    public String getSubmitter() {
        String submitter = execution.getInput().getSubmitter();
        return submitter == null ? "" : submitter;
    }

    /** Then the answer is more than yes or no, and the input's own page asks for it. */
    public boolean isWithParameters() {
        return !execution.getInput().getParameters().isEmpty();
    }

    public boolean isMayProceed() throws IOException, InterruptedException {
        try {
            execution.preSubmissionCheck();
            return true;
        } catch (Failure e) {
            return false;
        }
    }

    public boolean isMayAbort() throws IOException, InterruptedException {
        return isMayProceed() || run.getParent().hasPermission(Job.CANCEL);
    }

    String node() throws IOException, InterruptedException {
        return execution.getContext().get(FlowNode.class).getId();
    }

    void proceed() throws IOException, InterruptedException {
        execution.doProceedEmpty();
    }

    void abort() throws IOException, InterruptedException {
        execution.doAbort();
    }
}

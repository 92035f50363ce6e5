package io.jenkins.plugins.mlops.build;

import hudson.Extension;
import hudson.model.Run;
import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.flow.GraphListener;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graph.StepNode;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStep;
import org.jenkinsci.plugins.workflow.support.steps.input.InputSubmittedAction;

/** Puts every answer to an {@code input} on record, wherever it was given: this page, the input's own, another plugin's or the REST API. */
@Extension
public final class DecisionRecorder implements GraphListener {

    private static final Logger LOGGER = Logger.getLogger(DecisionRecorder.class.getName());

    /** An input is over when a node follows it. */
    @Override
    public void onNewHead(FlowNode node) {
        for (FlowNode parent : node.getParents()) {
            if (parent instanceof StepNode step && step.getDescriptor() instanceof InputStep.DescriptorImpl) {
                try {
                    record(parent);
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, "The decision on input " + parent.getId() + " is not on record", e);
                }
            }
        }
    }

    private static void record(FlowNode input) throws IOException {
        if (!(input.getExecution().getOwner().getExecutable() instanceof Run<?, ?> run)
                || run.getAction(GateReportAction.class) == null) {
            return;
        }
        InputSubmittedAction submitted = input.getPersistentAction(InputSubmittedAction.class);
        if (submitted != null) {
            Decisions.of(run).record(decision(input, Decision.Outcome.PROCEEDED, submitted.getApprover()));
            return;
        }
        ErrorAction error = input.getPersistentAction(ErrorAction.class);
        if (error != null) {
            Decisions.of(run)
                    .record(decision(input, Decision.Outcome.ABORTED, InputAnswers.whoAborted(error.getError())));
        }
    }

    private static Decision decision(FlowNode input, Decision.Outcome outcome, String by) {
        Object message = ArgumentsAction.getArguments(input).get("message");
        return new Decision(
                input.getId(),
                message == null ? "" : message.toString(),
                outcome,
                by == null ? "" : by,
                Instant.now(),
                "",
                "");
    }
}

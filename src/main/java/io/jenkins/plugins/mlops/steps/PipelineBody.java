package io.jenkins.plugins.mlops.steps;

import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Run;
import io.jenkins.plugins.mlops.agent.TrainingRequest;
import io.jenkins.plugins.mlops.document.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The body of a training: tells the training when it starts and ends. */
final class PipelineBody extends BodyExecutionCallback {
    private static final long serialVersionUID = 1L;
    private static final int DIGITS = 16;

    private final TrainModelExecution training;

    PipelineBody(TrainModelExecution training) {
        this.training = training;
    }

    @Override
    public void onStart(StepContext context) {
        training.bodyStarted();
    }

    @Override
    public void onSuccess(StepContext context, Object result) {
        training.commandEnded(0);
    }

    @Override
    public void onFailure(StepContext context, Throwable failure) {
        training.trainingFailed(failure);
    }

    /**
     * What stands for the command in the record. Nobody can look into a body, so that all counts as its text that the Pipeline could make it from: another script or other parameters of the
     * build are another command.
     */
    static List<String> command(TrainingRequest request, StepContext context) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add("trainModel");
        command.addAll(request.traits());
        TreeMap<String, String> parameters = new TreeMap<>();
        ParametersAction given = context.get(Run.class).getAction(ParametersAction.class);
        if (given != null) {
            for (ParameterValue parameter : given.getAllParameters()) {
                // A hash of a short secret would give it away.
                Object value = parameter.isSensitive() ? "" : parameter.getValue();
                parameters.put(parameter.getName(), String.valueOf(value));
            }
        }
        String script =
                context.get(FlowExecution.class) instanceof CpsFlowExecution pipeline ? pipeline.getScript() : "";
        command.add("pipeline=" + Sha256.hex(script + '\0' + parameters).substring(0, DIGITS));
        return command;
    }
}

package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.plugins.mlops.deploy.Deployments;
import io.jenkins.plugins.mlops.release.ClusterAddress;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code blueGreenRollback}: lets serve again what served before the newest release. */
public final class BlueGreenRollbackStep extends ReleaseStep {

    private String reason = "";

    @DataBoundConstructor
    public BlueGreenRollbackStep(String app) {
        super(app);
    }

    @Override
    public StepExecution start(StepContext context) throws IOException, InterruptedException {
        ClusterAddress address = address();
        try {
            Deployments.checkName(getApp());
            address.check();
        } catch (IllegalArgumentException e) {
            throw new AbortException("blueGreenRollback: " + e.getMessage());
        }
        return new BlueGreenRollbackExecution(
                context, getApp(), address, reason.isEmpty() ? whatStarted(context.get(Run.class)) : reason);
    }

    private static String whatStarted(Run<?, ?> run) {
        String causes = run.getCauses().stream()
                .map(Cause::getShortDescription)
                .filter(text -> text != null && !text.isBlank())
                .collect(Collectors.joining(", "));
        return causes.isEmpty() ? run.getExternalizableId() : causes;
    }

    public String getReason() {
        return reason;
    }

    @DataBoundSetter
    public void setReason(String reason) {
        this.reason = FormChecks.or(reason, "");
    }

    @Extension
    public static final class DescriptorImpl extends ReleaseStepDescriptor {

        @Override
        public String getFunctionName() {
            return "blueGreenRollback";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.BlueGreenRollbackStep_displayName();
        }
    }
}

package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlops.deploy.Deployments;
import io.jenkins.plugins.mlops.release.ClusterAddress;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code blueGreenRollback}: lets serve again what served before the newest release. */
public final class BlueGreenRollbackStep extends Step {

    private final String app;
    private final ClusterArguments cluster = new ClusterArguments();
    private String reason = "";

    @DataBoundConstructor
    public BlueGreenRollbackStep(String app) {
        this.app = FormChecks.or(app, "");
    }

    @Override
    public StepExecution start(StepContext context) throws IOException, InterruptedException {
        ClusterAddress address = cluster.address();
        try {
            Deployments.checkName(app);
            address.check();
        } catch (IllegalArgumentException e) {
            throw new AbortException("blueGreenRollback: " + e.getMessage());
        }
        return new BlueGreenRollbackExecution(
                context, app, address, reason.isEmpty() ? whatStarted(context.get(Run.class)) : reason);
    }

    private static String whatStarted(Run<?, ?> run) {
        String causes = run.getCauses().stream()
                .map(Cause::getShortDescription)
                .filter(text -> text != null && !text.isBlank())
                .collect(Collectors.joining(", "));
        return causes.isEmpty() ? run.getExternalizableId() : causes;
    }

    public String getApp() {
        return app;
    }

    public String getNamespace() {
        return cluster.getNamespace();
    }

    @DataBoundSetter
    public void setNamespace(String namespace) {
        cluster.setNamespace(namespace);
    }

    public String getKubeconfigId() {
        return cluster.getKubeconfigId();
    }

    @DataBoundSetter
    public void setKubeconfigId(String kubeconfigId) {
        cluster.setKubeconfigId(kubeconfigId);
    }

    public String getContext() {
        return cluster.getContext();
    }

    @DataBoundSetter
    public void setContext(String context) {
        cluster.setContext(context);
    }

    public String getServer() {
        return cluster.getServer();
    }

    @DataBoundSetter
    public void setServer(String server) {
        cluster.setServer(server);
    }

    public String getServerCa() {
        return cluster.getServerCa();
    }

    @DataBoundSetter
    public void setServerCa(String serverCa) {
        cluster.setServerCa(serverCa);
    }

    public String getReason() {
        return reason;
    }

    @DataBoundSetter
    public void setReason(String reason) {
        this.reason = FormChecks.or(reason, "");
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "blueGreenRollback";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.BlueGreenRollbackStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }

        @RequirePOST
        public FormValidation doCheckApp(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> Deployments.checkName(value.strip()));
        }

        @RequirePOST
        public FormValidation doCheckNamespace(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> ClusterAddress.checkNamespace(value));
        }

        @RequirePOST
        public FormValidation doCheckServer(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> ClusterAddress.checkServer(value));
        }

        @RequirePOST
        public FormValidation doCheckServerCa(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> ClusterAddress.checkServerCa(value));
        }

        @RequirePOST
        public FormValidation doCheckKubeconfigId(@AncestorInPath Item item, @QueryParameter String value) {
            return ClusterArguments.checkCredentials(item, value);
        }

        @RequirePOST
        public ListBoxModel doFillKubeconfigIdItems(@AncestorInPath Item item, @QueryParameter String kubeconfigId) {
            return ClusterArguments.credentials(item, kubeconfigId);
        }
    }
}

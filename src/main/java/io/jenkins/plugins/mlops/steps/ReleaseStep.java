package io.jenkins.plugins.mlops.steps;

import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlops.deploy.Deployments;
import io.jenkins.plugins.mlops.release.ClusterAddress;
import io.jenkins.plugins.mlops.release.ClusterLogin;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** A step that changes what serves of an app: of which one, and in which cluster. */
public abstract class ReleaseStep extends Step {

    private final String app;
    private String namespace = "";
    private String kubeconfigId = "";
    private String context = "";
    private String server = "";
    private String serverCa = "";

    ReleaseStep(String app) {
        this.app = FormChecks.or(app, "");
    }

    final ClusterAddress address() {
        return new ClusterAddress(namespace, kubeconfigId, context, server, serverCa);
    }

    public String getApp() {
        return app;
    }

    public String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = FormChecks.or(namespace, "");
    }

    public String getKubeconfigId() {
        return kubeconfigId;
    }

    @DataBoundSetter
    public void setKubeconfigId(String kubeconfigId) {
        this.kubeconfigId = FormChecks.or(kubeconfigId, "");
    }

    public String getContext() {
        return context;
    }

    @DataBoundSetter
    public void setContext(String context) {
        this.context = FormChecks.or(context, "");
    }

    public String getServer() {
        return server;
    }

    @DataBoundSetter
    public void setServer(String server) {
        this.server = FormChecks.or(server, "");
    }

    public String getServerCa() {
        return serverCa;
    }

    @DataBoundSetter
    public void setServerCa(String serverCa) {
        this.serverCa = FormChecks.or(serverCa, "");
    }

    /** Checks what its form asks of every step that releases. */
    public abstract static class ReleaseStepDescriptor extends StepDescriptor {

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
            return new CredentialChoices(ClusterLogin.KINDS).check(item, value, Messages.ReleaseStep_none(value));
        }

        @RequirePOST
        public ListBoxModel doFillKubeconfigIdItems(@AncestorInPath Item item, @QueryParameter String kubeconfigId) {
            return new CredentialChoices(ClusterLogin.KINDS).list(item, kubeconfigId);
        }
    }
}

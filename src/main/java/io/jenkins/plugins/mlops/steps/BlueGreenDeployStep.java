package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlops.agent.ManifestCallable;
import io.jenkins.plugins.mlops.release.ClusterAddress;
import io.jenkins.plugins.mlops.release.PrometheusLogin;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code blueGreenDeploy}: releases an image beside the one that serves, has its body judge it, and switches. */
public final class BlueGreenDeployStep extends ReleaseStep {

    private static final String IMAGE = "MODEL_IMAGE";

    private final GivenArguments given = new GivenArguments();
    private ReleaseSmoke smoke;
    private ReleaseObservation observe;
    private boolean wait = true;

    @DataBoundConstructor
    public BlueGreenDeployStep(String app) {
        super(app);
    }

    @Override
    public StepExecution start(StepContext context) throws IOException, InterruptedException {
        TreeMap<String, Object> arguments = given.toMap();
        if (smoke != null) {
            arguments.put("smoke", smoke.toMap());
        }
        if (observe != null) {
            arguments.put("observe", observe.toMap());
        }
        String prometheus = MlopsConfiguration.get().getPrometheusUrl();
        if (!prometheus.isEmpty()) {
            arguments.putIfAbsent("prometheusUrl", prometheus);
        }
        String image = given.text("image");
        if (image == null) {
            image = Optional.ofNullable(context.get(EnvVars.class))
                    .map(variables -> variables.get(IMAGE))
                    .orElse("");
        }
        DeployArguments deploy = new DeployArguments(getApp(), image, arguments);
        ClusterAddress address = address();
        try {
            address.check();
            deploy.check();
        } catch (IllegalArgumentException e) {
            throw new AbortException("blueGreenDeploy: " + e.getMessage());
        }
        return new BlueGreenDeployExecution(context, deploy, address, wait);
    }

    public String getImage() {
        return given.text("image");
    }

    @DataBoundSetter
    public void setImage(String image) {
        given.put("image", image);
    }

    public String getManifest() {
        return given.text("manifest");
    }

    @DataBoundSetter
    public void setManifest(String manifest) {
        given.put("manifest", manifest);
    }

    public Map<String, Object> getValues() {
        return given.map("values");
    }

    @DataBoundSetter
    public void setValues(Map<String, Object> values) {
        given.putMap("values", values);
    }

    public Integer getReplicas() {
        return given.number("replicas");
    }

    @DataBoundSetter
    public void setReplicas(Integer replicas) {
        given.put("replicas", replicas);
    }

    public Integer getPort() {
        return given.number("port");
    }

    @DataBoundSetter
    public void setPort(Integer port) {
        given.put("port", port);
    }

    public String getReadyPath() {
        return given.text("readyPath");
    }

    @DataBoundSetter
    public void setReadyPath(String readyPath) {
        given.put("readyPath", readyPath);
    }

    public Map<String, Object> getRequests() {
        return given.map("requests");
    }

    @DataBoundSetter
    public void setRequests(Map<String, Object> requests) {
        given.putMap("requests", requests);
    }

    public Map<String, Object> getLimits() {
        return given.map("limits");
    }

    @DataBoundSetter
    public void setLimits(Map<String, Object> limits) {
        given.putMap("limits", limits);
    }

    public ReleaseSmoke getSmoke() {
        return smoke;
    }

    @DataBoundSetter
    public void setSmoke(ReleaseSmoke smoke) {
        this.smoke = smoke;
    }

    public ReleaseObservation getObserve() {
        return observe;
    }

    @DataBoundSetter
    public void setObserve(ReleaseObservation observe) {
        this.observe = observe;
    }

    public String getPrometheusUrl() {
        return given.text("prometheusUrl");
    }

    @DataBoundSetter
    public void setPrometheusUrl(String prometheusUrl) {
        given.put("prometheusUrl", prometheusUrl);
    }

    public String getPrometheusCredentialsId() {
        return given.text("prometheusCredentialsId");
    }

    @DataBoundSetter
    public void setPrometheusCredentialsId(String prometheusCredentialsId) {
        given.put("prometheusCredentialsId", prometheusCredentialsId);
    }

    public String getReady() {
        return given.text("ready");
    }

    @DataBoundSetter
    public void setReady(String ready) {
        given.put("ready", ready);
    }

    public String getKeepOld() {
        return given.text("keepOld");
    }

    @DataBoundSetter
    public void setKeepOld(String keepOld) {
        given.put("keepOld", keepOld);
    }

    public boolean isWait() {
        return wait;
    }

    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    @Extension
    public static final class DescriptorImpl extends ReleaseStepDescriptor {

        @Override
        public String getFunctionName() {
            return "blueGreenDeploy";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.BlueGreenDeployStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return OptionalBody.isAllowed();
        }

        /** The form has maps in text areas. */
        @Override
        public Step newInstance(@NonNull StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
            Map<String, Object> values = FormLines.takeMap(form, "values");
            Map<String, Object> requests = FormLines.takeMap(form, "requests");
            Map<String, Object> limits = FormLines.takeMap(form, "limits");
            BlueGreenDeployStep step = (BlueGreenDeployStep) super.newInstance(request, form);
            step.setValues(FormLines.typed(values));
            step.setRequests(requests);
            step.setLimits(limits);
            return step;
        }

        /** What the form shows of a map: {@code name=value}, one a line. */
        public String lines(Map<String, Object> map) {
            return map == null ? "" : FormLines.show(map);
        }

        @RequirePOST
        public FormValidation doCheckManifest(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> ManifestCallable.check(value));
        }

        @RequirePOST
        public FormValidation doCheckValues(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> FormLines.splitMap(value));
        }

        @RequirePOST
        public FormValidation doCheckRequests(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> FormLines.splitMap(value));
        }

        @RequirePOST
        public FormValidation doCheckLimits(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> FormLines.splitMap(value));
        }

        @RequirePOST
        public FormValidation doCheckReady(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> ReleaseTime.check("ready", value));
        }

        @RequirePOST
        public FormValidation doCheckKeepOld(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> ReleaseTime.check("keepOld", value));
        }

        @RequirePOST
        public FormValidation doCheckPrometheusUrl(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> PrometheusLogin.check(value, ""));
        }

        @RequirePOST
        public ListBoxModel doFillPrometheusCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String prometheusCredentialsId) {
            return new CredentialChoices(PrometheusLogin.KINDS).list(item, prometheusCredentialsId);
        }
    }
}

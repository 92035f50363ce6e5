package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlops.agent.PullRequest;
import io.jenkins.plugins.mlops.agent.WorkspaceFolder;
import io.jenkins.plugins.mlops.remote.UrlPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code dvcPull}: fetches and checks out DVC-tracked data. */
public final class DvcPullStep extends Step {

    private List<String> targets = List.of();
    private String dir = ".";
    private String remote = "";
    private String credentialsId = "";
    private String credentialsUrl = "";
    private int jobs;
    private String cacheDir = "";
    private String link = "auto";
    private boolean verify = true;
    private boolean force;
    private boolean allowMissing;
    private String engine = "auto";

    @DataBoundConstructor
    public DvcPullStep() {
        // Everything has a default.
    }

    @Override
    public StepExecution start(StepContext context) {
        PullRequest request = new PullRequest(
                new ArrayList<>(targets), dir, remote, jobs, cacheDir, link, verify, force, allowMissing, engine);
        return new DvcPullExecution(context, request, credentialsId, credentialsUrl);
    }

    public List<String> getTargets() {
        return targets;
    }

    @DataBoundSetter
    public void setTargets(List<String> targets) {
        this.targets = List.copyOf(targets);
    }

    /** The targets as the form has them, one a line. */
    public String getTargetLines() {
        return FormLines.show(targets);
    }

    public String getDir() {
        return dir;
    }

    @DataBoundSetter
    public void setDir(String dir) {
        this.dir = FormChecks.or(dir, ".");
    }

    public String getRemote() {
        return remote;
    }

    @DataBoundSetter
    public void setRemote(String remote) {
        this.remote = FormChecks.or(remote, "");
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = FormChecks.or(credentialsId, "");
    }

    public String getCredentialsUrl() {
        return credentialsUrl;
    }

    @DataBoundSetter
    public void setCredentialsUrl(String credentialsUrl) {
        this.credentialsUrl = FormChecks.or(credentialsUrl, "");
    }

    public int getJobs() {
        return jobs;
    }

    @DataBoundSetter
    public void setJobs(int jobs) {
        this.jobs = jobs;
    }

    public String getCacheDir() {
        return cacheDir;
    }

    @DataBoundSetter
    public void setCacheDir(String cacheDir) {
        this.cacheDir = FormChecks.or(cacheDir, "");
    }

    public String getLink() {
        return link;
    }

    @DataBoundSetter
    public void setLink(String link) {
        this.link = FormChecks.or(link, "auto");
    }

    public boolean isVerify() {
        return verify;
    }

    @DataBoundSetter
    public void setVerify(boolean verify) {
        this.verify = verify;
    }

    public boolean isForce() {
        return force;
    }

    @DataBoundSetter
    public void setForce(boolean force) {
        this.force = force;
    }

    public boolean isAllowMissing() {
        return allowMissing;
    }

    @DataBoundSetter
    public void setAllowMissing(boolean allowMissing) {
        this.allowMissing = allowMissing;
    }

    public String getEngine() {
        return engine;
    }

    @DataBoundSetter
    public void setEngine(String engine) {
        this.engine = FormChecks.or(engine, "auto");
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "dvcPull";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.DvcPullStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, FilePath.class, TaskListener.class);
        }

        /** The form has the targets in one text area. */
        @Override
        public Step newInstance(
                @NonNull org.kohsuke.stapler.StaplerRequest2 request, @NonNull net.sf.json.JSONObject form)
                throws FormException {
            Optional<List<String>> targets = FormLines.take(form, "targetLines");
            DvcPullStep step = (DvcPullStep) super.newInstance(request, form);
            targets.ifPresent(step::setTargets);
            return step;
        }

        @RequirePOST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return RemoteCredentials.choices(item, credentialsId);
        }

        @RequirePOST
        public ListBoxModel doFillEngineItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("auto"), new ListBoxModel.Option("native"), new ListBoxModel.Option("dvc"));
        }

        @RequirePOST
        public FormValidation doCheckCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
            return RemoteCredentials.check(item, value);
        }

        @RequirePOST
        public FormValidation doCheckCredentialsUrl(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> {
                if (!value.isBlank()) {
                    UrlPrefix.parse(value.strip());
                }
            });
        }

        @RequirePOST
        public FormValidation doCheckDir(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> WorkspaceFolder.check(value));
        }

        @RequirePOST
        public FormValidation doCheckJobs(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> {
                if (!value.strip().matches("\\d{0,5}")) {
                    throw new IllegalArgumentException(Messages.DvcPullStep_jobs());
                }
            });
        }

        @RequirePOST
        public FormValidation doCheckLink(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> PullRequest.checkLink(FormChecks.or(value, "auto")));
        }
    }
}

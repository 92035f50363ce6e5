package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlops.agent.PullRequest;
import io.jenkins.plugins.mlops.release.ControllerServiceAccount;
import io.jenkins.plugins.mlops.release.PrometheusLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * What an administrator sets for all jobs: what a {@code dvcPull} does where its step says nothing, which credentials are for which remotes, who answers the checks of releases, and
 * whether jobs may act as the controller in its own cluster.
 */
@Extension
@Symbol("mlops")
public final class MlopsConfiguration extends GlobalConfiguration implements ControllerServiceAccount {

    private static final String AUTO = "auto";

    private String cacheDir = "";
    private int jobs;
    private String link = AUTO;
    private String engine = AUTO;
    private List<RemoteBinding> remotes = new ArrayList<>();
    private String prometheusUrl = "";
    private boolean controllerServiceAccount;

    public MlopsConfiguration() {
        load();
    }

    static MlopsConfiguration get() {
        return ExtensionList.lookupSingleton(MlopsConfiguration.class);
    }

    /** Every argument that has its default is taken from here. */
    PullRequest complete(PullRequest step) {
        return new PullRequest(
                step.targets(),
                step.dir(),
                step.remote(),
                step.jobs() == 0 ? jobs : step.jobs(),
                step.cacheDir().isEmpty() ? cacheDir : step.cacheDir(),
                step.link().equals(AUTO) ? link : step.link(),
                step.verify(),
                step.force(),
                step.allowMissing(),
                step.engine().equals(AUTO) ? engine : step.engine());
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.MlopsConfiguration_displayName();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject json) throws FormException {
        List<RemoteBinding> before = remotes;
        // A form without any remote has no field for them.
        remotes = new ArrayList<>();
        try (BulkChange change = new BulkChange(this)) {
            request.bindJSON(this, json);
            change.commit();
        } catch (IllegalArgumentException | LinkageError e) {
            // Either is what Jenkins makes of an argument that a constructor or setter refuses.
            remotes = before;
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new FormException(cause.getMessage(), e, "remotes");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot save " + getConfigFile() + ": " + e.getMessage(), e);
        }
        return true;
    }

    public String getCacheDir() {
        return cacheDir;
    }

    @DataBoundSetter
    public void setCacheDir(String cacheDir) {
        this.cacheDir = Util.fixNull(cacheDir).strip();
        save();
    }

    public int getJobs() {
        return jobs;
    }

    @DataBoundSetter
    public void setJobs(int jobs) {
        if (jobs < 0) {
            throw new IllegalArgumentException(Messages.MlopsConfiguration_jobs());
        }
        this.jobs = jobs;
        save();
    }

    public String getLink() {
        return link;
    }

    @DataBoundSetter
    public void setLink(String link) {
        String given = or(link);
        PullRequest.checkLink(given);
        this.link = given;
        save();
    }

    public String getEngine() {
        return engine;
    }

    @DataBoundSetter
    public void setEngine(String engine) {
        String given = or(engine);
        PullRequest.checkEngine(given);
        this.engine = given;
        save();
    }

    public List<RemoteBinding> getRemotes() {
        return List.copyOf(remotes);
    }

    @DataBoundSetter
    public void setRemotes(List<RemoteBinding> remotes) {
        this.remotes = new ArrayList<>(remotes);
        save();
    }

    public String getPrometheusUrl() {
        return prometheusUrl;
    }

    @DataBoundSetter
    public void setPrometheusUrl(String prometheusUrl) {
        String given = Util.fixNull(prometheusUrl).strip();
        PrometheusLogin.check(given, "");
        this.prometheusUrl = given;
        save();
    }

    public boolean isControllerServiceAccount() {
        return controllerServiceAccount;
    }

    @DataBoundSetter
    public void setControllerServiceAccount(boolean controllerServiceAccount) {
        this.controllerServiceAccount = controllerServiceAccount;
        save();
    }

    @Override
    public boolean isForJobs() {
        return controllerServiceAccount;
    }

    private static String or(String given) {
        return FormChecks.or(given, AUTO);
    }

    @RequirePOST
    public ListBoxModel doFillEngineItems() {
        return new ListBoxModel(
                new ListBoxModel.Option(AUTO), new ListBoxModel.Option("native"), new ListBoxModel.Option("dvc"));
    }

    @RequirePOST
    public FormValidation doCheckLink(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormChecks.check(() -> PullRequest.checkLink(or(value)));
    }

    @RequirePOST
    public FormValidation doCheckPrometheusUrl(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormChecks.check(() -> PrometheusLogin.check(value, ""));
    }

    @RequirePOST
    public FormValidation doCheckJobs(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return value.strip().matches("[0-9]{0,5}")
                ? FormValidation.ok()
                : FormValidation.error(Messages.MlopsConfiguration_jobs());
    }
}

package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlops.agent.WorkspaceFolder;
import io.jenkins.plugins.mlops.image.ImageName;
import io.jenkins.plugins.mlops.image.Server;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code modelImage}: builds, tries and pushes the image that serves the model. */
public final class ModelImageStep extends Step {

    private final String name;
    private final GivenArguments given = new GivenArguments();

    private ImageSmoke smoke;
    private String credentialsId = "";

    @DataBoundConstructor
    public ModelImageStep(String name) {
        this.name = FormChecks.or(name, "");
    }

    @Override
    public StepExecution start(StepContext context) {
        TreeMap<String, Object> arguments = given.toMap();
        arguments.put("name", name);
        if (smoke != null) {
            arguments.put("smoke", smoke.toMap());
        }
        return new ModelImageExecution(context, name, arguments, credentialsId);
    }

    public String getName() {
        return name;
    }

    public List<String> getModels() {
        return given.texts("models");
    }

    @DataBoundSetter
    public void setModels(List<String> models) {
        given.putAll("models", models);
    }

    public List<String> getInclude() {
        return given.texts("include");
    }

    @DataBoundSetter
    public void setInclude(List<String> include) {
        given.putAll("include", include);
    }

    public List<String> getBuildArguments() {
        return given.texts("buildArguments");
    }

    @DataBoundSetter
    public void setBuildArguments(List<String> buildArguments) {
        given.putAll("buildArguments", buildArguments);
    }

    /** The models as the form has them, one a line. */
    public String getModelLines() {
        return FormLines.show(given.texts("models"));
    }

    /** The further files as the form has them, one a line. */
    public String getIncludeLines() {
        return FormLines.show(given.texts("include"));
    }

    /** The build arguments as the form has them, one a line. */
    public String getBuildArgumentLines() {
        return FormLines.show(given.texts("buildArguments"));
    }

    public String getDir() {
        return FormChecks.or(given.text("dir"), ".");
    }

    @DataBoundSetter
    public void setDir(String dir) {
        given.put("dir", FormChecks.or(dir, "."));
    }

    public String getDockerfile() {
        return given.text("dockerfile");
    }

    @DataBoundSetter
    public void setDockerfile(String dockerfile) {
        given.put("dockerfile", dockerfile);
    }

    public String getServer() {
        return given.text("server");
    }

    @DataBoundSetter
    public void setServer(String server) {
        given.put("server", server);
    }

    public String getApp() {
        return given.text("app");
    }

    @DataBoundSetter
    public void setApp(String app) {
        given.put("app", app);
    }

    public String getBaseImage() {
        return given.text("baseImage");
    }

    @DataBoundSetter
    public void setBaseImage(String baseImage) {
        given.put("baseImage", baseImage);
    }

    public String getRequirements() {
        return given.text("requirements");
    }

    @DataBoundSetter
    public void setRequirements(String requirements) {
        given.put("requirements", requirements);
    }

    public String getHealthPath() {
        return given.text("healthPath");
    }

    @DataBoundSetter
    public void setHealthPath(String healthPath) {
        given.put("healthPath", healthPath);
    }

    public String getImageVersion() {
        return given.text("imageVersion");
    }

    @DataBoundSetter
    public void setImageVersion(String imageVersion) {
        given.put("imageVersion", imageVersion);
    }

    public String getRegistryCa() {
        return given.text("registryCa");
    }

    @DataBoundSetter
    public void setRegistryCa(String registryCa) {
        given.put("registryCa", registryCa);
    }

    public Integer getPort() {
        return given.number("port");
    }

    @DataBoundSetter
    public void setPort(Integer port) {
        given.put("port", port);
    }

    public boolean isPush() {
        return given.flag("push");
    }

    @DataBoundSetter
    public void setPush(boolean push) {
        given.put("push", push);
    }

    public boolean isPlainHttp() {
        return given.flag("plainHttp");
    }

    @DataBoundSetter
    public void setPlainHttp(boolean plainHttp) {
        given.put("plainHttp", plainHttp);
    }

    public ImageSmoke getSmoke() {
        return smoke;
    }

    @DataBoundSetter
    public void setSmoke(ImageSmoke smoke) {
        this.smoke = smoke;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = FormChecks.or(credentialsId, "");
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "modelImage";
        }

        /** The form has lists in text areas. */
        @Override
        public Step newInstance(@NonNull StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
            Optional<List<String>> models = FormLines.take(form, "modelLines");
            Optional<List<String>> include = FormLines.take(form, "includeLines");
            Optional<List<String>> buildArguments = FormLines.take(form, "buildArgumentLines");
            ModelImageStep step = (ModelImageStep) super.newInstance(request, form);
            models.ifPresent(step::setModels);
            include.ifPresent(step::setInclude);
            buildArguments.ifPresent(step::setBuildArguments);
            return step;
        }

        @RequirePOST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> ImageName.of(value));
        }

        @RequirePOST
        public FormValidation doCheckDir(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> WorkspaceFolder.check(value));
        }

        @RequirePOST
        public FormValidation doCheckCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
            return RegistryLogins.check(item, value);
        }

        @RequirePOST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return RegistryLogins.choices(item, credentialsId);
        }

        @RequirePOST
        public ListBoxModel doFillServerItems() {
            ListBoxModel choices = new ListBoxModel(new ListBoxModel.Option("", ""));
            for (Server server : Server.values()) {
                choices.add(server.toString());
            }
            return choices;
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ModelImageStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, FilePath.class, TaskListener.class);
        }
    }
}

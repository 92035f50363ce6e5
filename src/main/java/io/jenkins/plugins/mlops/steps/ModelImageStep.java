package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlops.agent.WorkspaceFolder;
import io.jenkins.plugins.mlops.image.ImageName;
import io.jenkins.plugins.mlops.image.Server;
import java.util.ArrayList;
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
    /** Arguments that have a value; in collections that may stand in {@code program.dat}. */
    private final TreeMap<String, Object> given = new TreeMap<>();

    private ImageSmoke smoke;
    private String credentialsId = "";

    @DataBoundConstructor
    public ModelImageStep(String name) {
        this.name = FormChecks.or(name, "");
    }

    @Override
    public StepExecution start(StepContext context) {
        TreeMap<String, Object> arguments = new TreeMap<>(given);
        arguments.put("name", name);
        if (smoke != null) {
            arguments.put("smoke", smoke.toMap());
        }
        return new ModelImageExecution(context, name, arguments, credentialsId);
    }

    private void put(String key, Object value) {
        Object kept = value instanceof String text ? Util.fixEmptyAndTrim(text) : value;
        if (kept == null || kept.equals(false) || kept instanceof List<?> list && list.isEmpty()) {
            given.remove(key);
        } else {
            given.put(key, kept);
        }
    }

    private void putAll(String key, List<String> values) {
        put(key, values == null ? null : new ArrayList<>(values));
    }

    private String text(String key) {
        return (String) given.get(key);
    }

    private List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (given.get(key) instanceof List<?> list) {
            list.forEach(text -> texts.add((String) text));
        }
        return texts;
    }

    public String getName() {
        return name;
    }

    public List<String> getModels() {
        return texts("models");
    }

    @DataBoundSetter
    public void setModels(List<String> models) {
        putAll("models", models);
    }

    public List<String> getInclude() {
        return texts("include");
    }

    @DataBoundSetter
    public void setInclude(List<String> include) {
        putAll("include", include);
    }

    public List<String> getBuildArguments() {
        return texts("buildArguments");
    }

    @DataBoundSetter
    public void setBuildArguments(List<String> buildArguments) {
        putAll("buildArguments", buildArguments);
    }

    /** The models as the form has them, one a line. */
    public String getModelLines() {
        return FormLines.show(texts("models"));
    }

    /** The further files as the form has them, one a line. */
    public String getIncludeLines() {
        return FormLines.show(texts("include"));
    }

    /** The build arguments as the form has them, one a line. */
    public String getBuildArgumentLines() {
        return FormLines.show(texts("buildArguments"));
    }

    public String getDir() {
        return (String) given.getOrDefault("dir", ".");
    }

    @DataBoundSetter
    public void setDir(String dir) {
        put("dir", FormChecks.or(dir, "."));
    }

    public String getDockerfile() {
        return text("dockerfile");
    }

    @DataBoundSetter
    public void setDockerfile(String dockerfile) {
        put("dockerfile", dockerfile);
    }

    public String getServer() {
        return text("server");
    }

    @DataBoundSetter
    public void setServer(String server) {
        put("server", server);
    }

    public String getApp() {
        return text("app");
    }

    @DataBoundSetter
    public void setApp(String app) {
        put("app", app);
    }

    public String getBaseImage() {
        return text("baseImage");
    }

    @DataBoundSetter
    public void setBaseImage(String baseImage) {
        put("baseImage", baseImage);
    }

    public String getRequirements() {
        return text("requirements");
    }

    @DataBoundSetter
    public void setRequirements(String requirements) {
        put("requirements", requirements);
    }

    public String getHealthPath() {
        return text("healthPath");
    }

    @DataBoundSetter
    public void setHealthPath(String healthPath) {
        put("healthPath", healthPath);
    }

    public String getImageVersion() {
        return text("imageVersion");
    }

    @DataBoundSetter
    public void setImageVersion(String imageVersion) {
        put("imageVersion", imageVersion);
    }

    public String getRegistryCa() {
        return text("registryCa");
    }

    @DataBoundSetter
    public void setRegistryCa(String registryCa) {
        put("registryCa", registryCa);
    }

    public Integer getPort() {
        return (Integer) given.get("port");
    }

    @DataBoundSetter
    public void setPort(Integer port) {
        put("port", port);
    }

    public boolean isPush() {
        return given.containsKey("push");
    }

    @DataBoundSetter
    public void setPush(boolean push) {
        put("push", push);
    }

    public boolean isPlainHttp() {
        return given.containsKey("plainHttp");
    }

    @DataBoundSetter
    public void setPlainHttp(boolean plainHttp) {
        put("plainHttp", plainHttp);
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

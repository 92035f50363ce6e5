package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code [branch: 'main']}: what the gate compares with, one of its fields. */
public final class GateBaseline extends AbstractDescribableImpl<GateBaseline> {

    private final Map<String, String> given = new TreeMap<>();

    @DataBoundConstructor
    public GateBaseline() {
        // One of the setters says which.
    }

    Map<String, Object> toMap() {
        return new TreeMap<>(given);
    }

    private void put(String key, String value) {
        String trimmed = Util.fixEmptyAndTrim(value);
        if (trimmed != null) {
            given.put(key, trimmed);
        }
    }

    public String getBranch() {
        return given.get("branch");
    }

    @DataBoundSetter
    public void setBranch(String branch) {
        put("branch", branch);
    }

    public String getCommit() {
        return given.get("commit");
    }

    @DataBoundSetter
    public void setCommit(String commit) {
        put("commit", commit);
    }

    public String getTag() {
        return given.get("tag");
    }

    @DataBoundSetter
    public void setTag(String tag) {
        put("tag", tag);
    }

    public String getFile() {
        return given.get("file");
    }

    @DataBoundSetter
    public void setFile(String file) {
        put("file", file);
    }

    public String getMlflow() {
        return given.get("mlflow");
    }

    @DataBoundSetter
    public void setMlflow(String mlflow) {
        put("mlflow", mlflow);
    }

    public String getBuild() {
        return given.get("build");
    }

    @DataBoundSetter
    public void setBuild(String build) {
        put("build", build);
    }

    public String getJob() {
        return given.get("job");
    }

    @DataBoundSetter
    public void setJob(String job) {
        put("job", job);
    }

    @Extension
    @Symbol("gateBaseline")
    public static final class DescriptorImpl extends Descriptor<GateBaseline> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GateBaseline_displayName();
        }
    }
}

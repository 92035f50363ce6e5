package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code [candidate: 'predictions.csv', baseline: 'main.csv']}: a paired test of two models on the same examples. */
public final class GatePredictions extends AbstractDescribableImpl<GatePredictions> {

    private final String candidate;
    private final String baseline;
    private final Map<String, Object> given = new TreeMap<>();

    @DataBoundConstructor
    public GatePredictions(String candidate, String baseline) {
        this.candidate = candidate;
        this.baseline = baseline;
    }

    /** The keys of a gate file. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new TreeMap<>(given);
        map.put("candidate", candidate);
        map.put("baseline", baseline);
        return map;
    }

    private void put(String key, Object value) {
        Object kept = value instanceof String text ? Util.fixEmptyAndTrim(text) : value;
        if (kept == null) {
            given.remove(key);
        } else {
            given.put(key, kept);
        }
    }

    private String text(String key) {
        return (String) given.get(key);
    }

    public String getCandidate() {
        return candidate;
    }

    public String getBaseline() {
        return baseline;
    }

    public String getLabel() {
        return text("label");
    }

    @DataBoundSetter
    public void setLabel(String label) {
        put("label", label);
    }

    public String getPrediction() {
        return text("prediction");
    }

    @DataBoundSetter
    public void setPrediction(String prediction) {
        put("prediction", prediction);
    }

    public String getId() {
        return text("id");
    }

    @DataBoundSetter
    public void setId(String id) {
        put("id", id);
    }

    public String getTest() {
        return text("test");
    }

    @DataBoundSetter
    public void setTest(String test) {
        put("test", test);
    }

    public String getScore() {
        return text("score");
    }

    @DataBoundSetter
    public void setScore(String score) {
        put("score", score);
    }

    public Double getAlpha() {
        return (Double) given.get("alpha");
    }

    @DataBoundSetter
    public void setAlpha(Double alpha) {
        put("alpha", alpha);
    }

    public String getSeverity() {
        return text("severity");
    }

    @DataBoundSetter
    public void setSeverity(String severity) {
        put("severity", severity);
    }

    @Extension
    @Symbol("gatePredictions")
    public static final class DescriptorImpl extends Descriptor<GatePredictions> {
        @RequirePOST
        public ListBoxModel doFillTestItems() {
            return choices("mcnemar", "bootstrap");
        }

        @RequirePOST
        public ListBoxModel doFillScoreItems() {
            return choices("accuracy", "mae");
        }

        @RequirePOST
        public ListBoxModel doFillSeverityItems() {
            return choices("fail", "warn");
        }

        private static ListBoxModel choices(String... values) {
            ListBoxModel choices = new ListBoxModel(new ListBoxModel.Option("", ""));
            for (String value : values) {
                choices.add(value);
            }
            return choices;
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GatePredictions_displayName();
        }
    }
}

package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code [metric: 'accuracy', min: 0.92]}: what has to hold for the metrics of one name or pattern. */
public final class GateCriterion extends AbstractDescribableImpl<GateCriterion> {

    private final String metric;
    private Double min;
    private Double max;
    private Double maxRegression;
    private Double maxRegressionPct;
    private Double minImprovement;
    private Double minImprovementPct;
    private GateWindow window;
    private Boolean higherIsBetter;
    private String severity = "fail";

    @DataBoundConstructor
    public GateCriterion(String metric) {
        this.metric = metric;
    }

    /** The keys of a gate file. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new TreeMap<>();
        map.put("metric", metric);
        put(map, "min", min);
        put(map, "max", max);
        put(map, "maxRegression", maxRegression);
        put(map, "maxRegressionPct", maxRegressionPct);
        put(map, "minImprovement", minImprovement);
        put(map, "minImprovementPct", minImprovementPct);
        put(map, "window", window == null ? null : window.toMap());
        put(map, "higherIsBetter", higherIsBetter);
        map.put("severity", severity);
        return map;
    }

    private static void put(Map<String, Object> map, String key, Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    public String getMetric() {
        return metric;
    }

    public Double getMin() {
        return min;
    }

    @DataBoundSetter
    public void setMin(Double min) {
        this.min = min;
    }

    public Double getMax() {
        return max;
    }

    @DataBoundSetter
    public void setMax(Double max) {
        this.max = max;
    }

    public Double getMaxRegression() {
        return maxRegression;
    }

    @DataBoundSetter
    public void setMaxRegression(Double maxRegression) {
        this.maxRegression = maxRegression;
    }

    public Double getMaxRegressionPct() {
        return maxRegressionPct;
    }

    @DataBoundSetter
    public void setMaxRegressionPct(Double maxRegressionPct) {
        this.maxRegressionPct = maxRegressionPct;
    }

    public Double getMinImprovement() {
        return minImprovement;
    }

    @DataBoundSetter
    public void setMinImprovement(Double minImprovement) {
        this.minImprovement = minImprovement;
    }

    public Double getMinImprovementPct() {
        return minImprovementPct;
    }

    @DataBoundSetter
    public void setMinImprovementPct(Double minImprovementPct) {
        this.minImprovementPct = minImprovementPct;
    }

    public GateWindow getWindow() {
        return window;
    }

    @DataBoundSetter
    public void setWindow(GateWindow window) {
        this.window = window;
    }

    public Boolean getHigherIsBetter() {
        return higherIsBetter;
    }

    @DataBoundSetter
    public void setHigherIsBetter(Boolean higherIsBetter) {
        this.higherIsBetter = higherIsBetter;
    }

    public String getSeverity() {
        return severity;
    }

    @DataBoundSetter
    public void setSeverity(String severity) {
        this.severity = severity;
    }

    @Extension
    @Symbol("gateCriterion")
    public static final class DescriptorImpl extends Descriptor<GateCriterion> {
        @RequirePOST
        public FormValidation doCheckMetric(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> {
                if (value.isBlank()) {
                    throw new IllegalArgumentException(Messages.GateCriterion_noMetric());
                }
            });
        }

        @RequirePOST
        public ListBoxModel doFillSeverityItems() {
            return new ListBoxModel(new ListBoxModel.Option("fail"), new ListBoxModel.Option("warn"));
        }

        @RequirePOST
        public ListBoxModel doFillHigherIsBetterItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("", ""),
                    new ListBoxModel.Option("higher is better", "true"),
                    new ListBoxModel.Option("lower is better", "false"));
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GateCriterion_displayName();
        }
    }
}

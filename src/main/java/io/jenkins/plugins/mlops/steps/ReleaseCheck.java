package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code [prometheus: 'error_ratio', max: 0.01]}: a query, all of whose values have to be within bounds. */
public final class ReleaseCheck extends AbstractDescribableImpl<ReleaseCheck> {

    private final String prometheus;
    private Double min;
    private Double max;

    @DataBoundConstructor
    public ReleaseCheck(String prometheus) {
        this.prometheus = Util.fixNull(prometheus).strip();
    }

    TreeMap<String, Object> toMap() {
        TreeMap<String, Object> map = new TreeMap<>();
        map.put("prometheus", prometheus);
        if (min != null) {
            map.put("min", min);
        }
        if (max != null) {
            map.put("max", max);
        }
        return map;
    }

    public String getPrometheus() {
        return prometheus;
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

    @Extension
    @Symbol("releaseCheck")
    public static final class DescriptorImpl extends Descriptor<ReleaseCheck> {

        @RequirePOST
        public FormValidation doCheckPrometheus(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> {
                if (value.isBlank()) {
                    throw new IllegalArgumentException(Messages.ReleaseCheck_noQuery());
                }
            });
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ReleaseCheck_displayName();
        }
    }
}

package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code [critical: 0, high: 2]}: how many findings a scanner's report may have; a severity that is not named has no limit. */
public final class GateFindings extends AbstractDescribableImpl<GateFindings> {

    private Integer critical;
    private Integer high;
    private Integer medium;
    private Integer low;
    private Integer unknown;

    @DataBoundConstructor
    public GateFindings() {
        // No severity has a limit unless it is set.
    }

    /** The keys of a gate file. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new TreeMap<>();
        map.put("critical", critical);
        map.put("high", high);
        map.put("medium", medium);
        map.put("low", low);
        map.put("unknown", unknown);
        map.values().removeIf(limit -> limit == null);
        return map;
    }

    public Integer getCritical() {
        return critical;
    }

    @DataBoundSetter
    public void setCritical(Integer critical) {
        this.critical = critical;
    }

    public Integer getHigh() {
        return high;
    }

    @DataBoundSetter
    public void setHigh(Integer high) {
        this.high = high;
    }

    public Integer getMedium() {
        return medium;
    }

    @DataBoundSetter
    public void setMedium(Integer medium) {
        this.medium = medium;
    }

    public Integer getLow() {
        return low;
    }

    @DataBoundSetter
    public void setLow(Integer low) {
        this.low = low;
    }

    public Integer getUnknown() {
        return unknown;
    }

    @DataBoundSetter
    public void setUnknown(Integer unknown) {
        this.unknown = unknown;
    }

    @Extension
    @Symbol("gateFindings")
    public static final class DescriptorImpl extends Descriptor<GateFindings> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GateFindings_displayName();
        }
    }
}

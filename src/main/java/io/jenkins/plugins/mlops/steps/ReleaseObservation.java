package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code [duration: '10m', checks: [[prometheus: 'error_ratio', max: 0.01]]]}: how the new colour is watched. */
public final class ReleaseObservation extends AbstractDescribableImpl<ReleaseObservation> {

    private final GivenArguments given = new GivenArguments();
    private List<ReleaseCheck> checks = List.of();

    @DataBoundConstructor
    public ReleaseObservation() {
        // Everything has a default.
    }

    TreeMap<String, Object> toMap() {
        TreeMap<String, Object> map = given.toMap();
        map.put(
                "checks",
                new ArrayList<>(checks.stream().map(ReleaseCheck::toMap).toList()));
        return map;
    }

    public String getDuration() {
        return given.text("duration");
    }

    @DataBoundSetter
    public void setDuration(String duration) {
        given.put("duration", duration);
    }

    public String getInterval() {
        return given.text("interval");
    }

    @DataBoundSetter
    public void setInterval(String interval) {
        given.put("interval", interval);
    }

    public Integer getFailures() {
        return given.number("failures");
    }

    @DataBoundSetter
    public void setFailures(Integer failures) {
        given.put("failures", failures);
    }

    public Integer getSilences() {
        return given.number("silences");
    }

    @DataBoundSetter
    public void setSilences(Integer silences) {
        given.put("silences", silences);
    }

    public boolean isBeforeSwitch() {
        return given.flag("beforeSwitch");
    }

    @DataBoundSetter
    public void setBeforeSwitch(boolean beforeSwitch) {
        given.put("beforeSwitch", beforeSwitch);
    }

    public List<ReleaseCheck> getChecks() {
        return checks;
    }

    @DataBoundSetter
    public void setChecks(List<ReleaseCheck> checks) {
        this.checks = checks == null ? List.of() : List.copyOf(checks);
    }

    @Extension
    @Symbol("releaseObservation")
    public static final class DescriptorImpl extends Descriptor<ReleaseObservation> {

        @RequirePOST
        public FormValidation doCheckDuration(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> ReleaseTime.check("duration", value));
        }

        @RequirePOST
        public FormValidation doCheckInterval(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> ReleaseTime.check("interval", value));
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ReleaseObservation_displayName();
        }
    }
}

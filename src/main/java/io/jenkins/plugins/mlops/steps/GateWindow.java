package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code [builds: 10, sigma: 3]}: bounds from the job's own history. */
public final class GateWindow extends AbstractDescribableImpl<GateWindow> {

    private final int builds;
    private final double sigma;

    @DataBoundConstructor
    public GateWindow(int builds, double sigma) {
        this.builds = builds;
        this.sigma = sigma;
    }

    /** The keys of a gate file. */
    Map<String, Object> toMap() {
        return new TreeMap<>(Map.of("builds", builds, "sigma", sigma));
    }

    public int getBuilds() {
        return builds;
    }

    public double getSigma() {
        return sigma;
    }

    @Extension
    @Symbol("gateWindow")
    public static final class DescriptorImpl extends Descriptor<GateWindow> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GateWindow_displayName();
        }
    }
}

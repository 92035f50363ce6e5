package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code [path: '/predict', body: '{"x": 1}']}: what the new pods have to answer before anybody is asked about them. */
public final class ReleaseSmoke extends SmokeRequest<ReleaseSmoke> {

    private final String path;

    @DataBoundConstructor
    public ReleaseSmoke(String path) {
        this.path = Util.fixNull(path).strip();
    }

    @Override
    TreeMap<String, Object> toMap() {
        TreeMap<String, Object> map = super.toMap();
        map.put("path", path);
        return map;
    }

    public String getPath() {
        return path;
    }

    @Extension
    @Symbol("releaseSmoke")
    public static final class DescriptorImpl extends Descriptor<ReleaseSmoke> {

        @RequirePOST
        public FormValidation doCheckPath(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> DeployArguments.smoke(new ReleaseSmoke(value).toMap()));
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ReleaseSmoke_displayName();
        }
    }
}

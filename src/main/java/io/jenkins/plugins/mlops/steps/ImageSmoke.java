package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.mlops.image.SmokeTest;
import java.util.TreeMap;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code [path: '/predict', body: '{"x": 1}']}: what the started image has to answer before it is pushed. */
public final class ImageSmoke extends SmokeRequest<ImageSmoke> {

    private final String path;

    @DataBoundConstructor
    public ImageSmoke(String path) {
        this.path = Util.fixEmptyAndTrim(path);
    }

    @Override
    TreeMap<String, Object> toMap() {
        TreeMap<String, Object> map = super.toMap();
        if (path != null) {
            map.put("path", path);
        }
        return map;
    }

    public String getPath() {
        return path;
    }

    public Integer getPort() {
        return given().number("port");
    }

    @DataBoundSetter
    public void setPort(Integer port) {
        given().put("port", port);
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<ImageSmoke> {

        @RequirePOST
        public FormValidation doCheckPath(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> {
                if (!value.isBlank()) {
                    SmokeTest.get(value.strip());
                }
            });
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ImageSmoke_displayName();
        }
    }
}

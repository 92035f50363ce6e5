package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
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
public final class ImageSmoke extends AbstractDescribableImpl<ImageSmoke> {

    private final String path;
    private final TreeMap<String, Object> given = new TreeMap<>();

    @DataBoundConstructor
    public ImageSmoke(String path) {
        this.path = Util.fixEmptyAndTrim(path);
    }

    TreeMap<String, Object> toMap() {
        TreeMap<String, Object> map = new TreeMap<>(given);
        if (path != null) {
            map.put("path", path);
        }
        return map;
    }

    private void put(String key, Object value) {
        Object kept = value instanceof String text ? Util.fixEmpty(text) : value;
        if (kept == null) {
            given.remove(key);
        } else {
            given.put(key, kept);
        }
    }

    public String getPath() {
        return path;
    }

    public String getBody() {
        return (String) given.get("body");
    }

    @DataBoundSetter
    public void setBody(String body) {
        put("body", body);
    }

    public String getContentType() {
        return (String) given.get("contentType");
    }

    @DataBoundSetter
    public void setContentType(String contentType) {
        put("contentType", contentType);
    }

    public String getContains() {
        return (String) given.get("contains");
    }

    @DataBoundSetter
    public void setContains(String contains) {
        put("contains", contains);
    }

    public Integer getStatus() {
        return (Integer) given.get("status");
    }

    @DataBoundSetter
    public void setStatus(Integer status) {
        put("status", status);
    }

    public Integer getSeconds() {
        return (Integer) given.get("seconds");
    }

    @DataBoundSetter
    public void setSeconds(Integer seconds) {
        put("seconds", seconds);
    }

    public Integer getPort() {
        return (Integer) given.get("port");
    }

    @DataBoundSetter
    public void setPort(Integer port) {
        put("port", port);
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

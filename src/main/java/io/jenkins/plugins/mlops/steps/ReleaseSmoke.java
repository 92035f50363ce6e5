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

/** {@code [path: '/predict', body: '{"x": 1}']}: what the new pods have to answer before anybody is asked about them. */
public final class ReleaseSmoke extends AbstractDescribableImpl<ReleaseSmoke> {

    private final String path;
    private final GivenArguments given = new GivenArguments();

    @DataBoundConstructor
    public ReleaseSmoke(String path) {
        this.path = Util.fixNull(path).strip();
    }

    TreeMap<String, Object> toMap() {
        TreeMap<String, Object> map = given.toMap();
        map.put("path", path);
        return map;
    }

    public String getPath() {
        return path;
    }

    public String getBody() {
        return given.text("body");
    }

    @DataBoundSetter
    public void setBody(String body) {
        given.putVerbatim("body", body);
    }

    public String getContentType() {
        return given.text("contentType");
    }

    @DataBoundSetter
    public void setContentType(String contentType) {
        given.put("contentType", contentType);
    }

    public String getContains() {
        return given.text("contains");
    }

    @DataBoundSetter
    public void setContains(String contains) {
        given.putVerbatim("contains", contains);
    }

    public Integer getStatus() {
        return given.number("status");
    }

    @DataBoundSetter
    public void setStatus(Integer status) {
        given.put("status", status);
    }

    public Integer getSeconds() {
        return given.number("seconds");
    }

    @DataBoundSetter
    public void setSeconds(Integer seconds) {
        given.put("seconds", seconds);
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

package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlops.remote.UrlPrefix;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** Credentials that are for the remotes below one URL, and for no others. */
public final class RemoteBinding extends AbstractDescribableImpl<RemoteBinding> {

    private final String url;
    private final String credentialsId;

    /** @throws IllegalArgumentException where {@code url} is no prefix of URLs */
    @DataBoundConstructor
    public RemoteBinding(String url, String credentialsId) {
        this.url = UrlPrefix.parse(Util.fixNull(url).strip()).toString();
        this.credentialsId = Util.fixNull(credentialsId).strip();
    }

    public String getUrl() {
        return url;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @Extension
    @Symbol("remoteCredentials")
    public static final class DescriptorImpl extends Descriptor<RemoteBinding> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RemoteBinding_displayName();
        }

        @RequirePOST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            try {
                return UrlPrefix.parse(value.strip()).isInTheClear()
                        ? FormValidation.warning(Messages.MlopsConfiguration_clear())
                        : FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        @RequirePOST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return RemoteCredentials.choices(null, credentialsId);
        }
    }
}

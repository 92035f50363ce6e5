package io.jenkins.plugins.mlops.steps;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import io.jenkins.plugins.mlops.dvc.Credentials;

@Extension
public final class StorageLogin extends StorageCredentials<StandardUsernamePasswordCredentials> {

    public StorageLogin() {
        super(StandardUsernamePasswordCredentials.class);
    }

    @Override
    Credentials read(StandardUsernamePasswordCredentials credentials) {
        return Credentials.of(
                credentials.getUsername(), credentials.getPassword().getPlainText());
    }
}

package io.jenkins.plugins.mlops.steps;

import hudson.Extension;
import io.jenkins.plugins.mlops.dvc.Credentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

@Extension
public final class StorageSecret extends StorageCredentials<StringCredentials> {

    public StorageSecret() {
        super(StringCredentials.class);
    }

    @Override
    Credentials read(StringCredentials credentials) {
        return Credentials.of("", credentials.getSecret().getPlainText());
    }
}

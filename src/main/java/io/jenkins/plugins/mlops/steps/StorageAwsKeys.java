package io.jenkins.plugins.mlops.steps;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import hudson.AbortException;
import hudson.Extension;
import io.jenkins.plugins.mlops.dvc.Credentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkException;

/** Where the plugin aws-credentials is installed. A role is assumed when the step starts, so what leaves the controller expires. */
@Extension(optional = true)
public final class StorageAwsKeys extends StorageCredentials<AmazonWebServicesCredentials> {

    public StorageAwsKeys() {
        super(AmazonWebServicesCredentials.class);
    }

    @Override
    Credentials read(AmazonWebServicesCredentials credentials) throws AbortException {
        AwsCredentials keys;
        try {
            keys = credentials.resolveCredentials();
        } catch (SdkException e) {
            throw new AbortException(Messages.StorageAwsKeys_refused(credentials.getId(), e.getMessage()));
        }
        if (keys == null) {
            throw new AbortException(Messages.StorageAwsKeys_none(credentials.getId()));
        }
        String token = keys instanceof AwsSessionCredentials session ? session.sessionToken() : "";
        return new Credentials.AwsKeys(keys.accessKeyId(), keys.secretAccessKey(), token);
    }
}

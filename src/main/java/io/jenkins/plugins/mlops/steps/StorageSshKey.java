package io.jenkins.plugins.mlops.steps;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.util.Secret;
import io.jenkins.plugins.mlops.dvc.Credentials;

@Extension
public final class StorageSshKey extends StorageCredentials<SSHUserPrivateKey> {

    public StorageSshKey() {
        super(SSHUserPrivateKey.class);
    }

    /** The first key where there are several: DVC takes one. */
    @Override
    Credentials read(SSHUserPrivateKey credentials) throws AbortException {
        String key = credentials.getPrivateKeys().stream()
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElseThrow(() -> new AbortException(Messages.StorageSshKey_none(credentials.getId())));
        String passphrase = Secret.toString(credentials.getPassphrase());
        return new Credentials.SshKey(Util.fixNull(credentials.getUsername()), key, passphrase);
    }
}

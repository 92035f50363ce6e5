package io.jenkins.plugins.mlops.steps;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Run;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlops.agent.RemoteLogin;
import io.jenkins.plugins.mlops.dvc.Credentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Credentials that open a storage. */
final class RemoteCredentials {

    private RemoteCredentials() {}

    /**
     * @return empty where the job may use none of that ID
     * @throws IOException where they are of a kind that opens no storage, or have nothing in them
     */
    static Optional<RemoteLogin> find(String id, List<String> prefixes, Run<?, ?> run)
            throws IOException, InterruptedException {
        StandardCredentials found =
                CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, List.of());
        if (found == null) {
            return Optional.empty();
        }
        CredentialsProvider.track(run, found);
        Credentials credentials =
                StorageCredentials.of(found).orElseThrow(() -> new AbortException(Messages.RemoteCredentials_kind(id)));
        return Optional.of(new RemoteLogin(id, credentials, new ArrayList<>(prefixes)));
    }

    static ListBoxModel choices(Item item, String current) {
        return new CredentialChoices(StorageCredentials.matcher()).list(item, current);
    }

    static FormValidation check(Item item, String id) {
        return new CredentialChoices(StorageCredentials.matcher()).check(item, id, Messages.RemoteCredentials_none(id));
    }
}

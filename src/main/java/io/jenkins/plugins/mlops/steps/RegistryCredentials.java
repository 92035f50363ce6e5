package io.jenkins.plugins.mlops.steps;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Run;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlops.dvc.Credentials;
import java.util.List;

/** Credentials that log in at a registry of images. */
final class RegistryCredentials {

    private static final CredentialsMatcher KINDS =
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class);

    private RegistryCredentials() {}

    static ListBoxModel choices(Item item, String current) {
        return new CredentialChoices(KINDS).list(item, current);
    }

    static FormValidation check(Item item, String id) {
        return new CredentialChoices(KINDS).check(item, id, Messages.RegistryCredentials_none(id));
    }

    /** @throws AbortException where the job may use none of that ID, or they are of a kind that no registry takes */
    static Credentials.Login find(String id, Run<?, ?> run) throws AbortException {
        StandardCredentials found =
                CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, List.of());
        if (found == null) {
            throw new AbortException(Messages.RegistryCredentials_none(id));
        }
        if (!(found instanceof StandardUsernamePasswordCredentials login)
                || login.getUsername().isEmpty()) {
            throw new AbortException(Messages.RegistryCredentials_kind(id));
        }
        CredentialsProvider.track(run, found);
        return new Credentials.Login(login.getUsername(), login.getPassword().getPlainText());
    }
}

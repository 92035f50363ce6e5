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
import io.jenkins.plugins.mlops.agent.RemoteLogin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The kinds of credentials that open a storage. */
final class RemoteCredentials {

    private static final CredentialsMatcher KINDS = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class),
            CredentialsMatchers.instanceOf(StringCredentials.class));

    private RemoteCredentials() {}

    /**
     * @return empty where the job may use none of that ID
     * @throws AbortException where they are of a kind that opens no storage
     */
    static Optional<RemoteLogin> find(String id, List<String> prefixes, Run<?, ?> run) throws AbortException {
        StandardCredentials found =
                CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, List.of());
        if (found == null) {
            return Optional.empty();
        }
        CredentialsProvider.track(run, found);
        if (found instanceof StandardUsernamePasswordCredentials login) {
            return Optional.of(new RemoteLogin(
                    id, login.getUsername(), login.getPassword().getPlainText(), new ArrayList<>(prefixes)));
        }
        if (found instanceof StringCredentials secret) {
            return Optional.of(new RemoteLogin(id, "", secret.getSecret().getPlainText(), new ArrayList<>(prefixes)));
        }
        throw new AbortException(Messages.RemoteCredentials_kind(id));
    }

    static ListBoxModel choices(Item item, String current) {
        return new CredentialChoices(KINDS).list(item, current);
    }

    static FormValidation check(Item item, String id) {
        return new CredentialChoices(KINDS).check(item, id, Messages.RemoteCredentials_none(id));
    }
}

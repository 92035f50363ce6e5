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
import io.jenkins.plugins.mlops.image.ImageName;
import io.jenkins.plugins.mlops.remote.UrlPrefix;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What logs in at a registry of images. To bindings of an administrator, an image is at {@code https://NAME}, or {@code http://NAME} where the step lets the registry be without TLS. */
record RegistryLogins(Run<?, ?> run, List<RemoteBinding> bindings, PrintStream log) {

    private static final CredentialsMatcher KINDS =
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class);

    static ListBoxModel choices(Item item, String current) {
        return new CredentialChoices(KINDS).list(item, current);
    }

    static FormValidation check(Item item, String id) {
        return new CredentialChoices(KINDS).check(item, id, Messages.RegistryLogins_none(id));
    }

    /**
     * @param id of credentials that the step names; empty for those that an administrator bound to where the image is
     * @return empty where there are none, so that the agent's own login serves
     * @throws AbortException where the job may not use those that the step names, or not there, or no registry takes their kind
     */
    Optional<Credentials.Login> find(String id, ImageName image, boolean inTheClear) throws AbortException {
        String url = (inTheClear ? "http://" : "https://") + image;
        if (id.isEmpty()) {
            return bound(url);
        }
        List<String> prefixes = bindings.stream()
                .filter(binding -> binding.getCredentialsId().equals(id))
                .map(RemoteBinding::getUrl)
                .toList();
        if (!prefixes.isEmpty() && prefixes.stream().noneMatch(prefix -> covers(prefix, url))) {
            throw new AbortException(Messages.RegistryLogins_elsewhere(url, id, String.join(", ", prefixes)));
        }
        return Optional.of(login(id).orElseThrow(() -> new AbortException(Messages.RegistryLogins_none(id))));
    }

    private Optional<Credentials.Login> bound(String url) throws AbortException {
        Optional<RemoteBinding> longest = bindings.stream()
                .filter(binding -> covers(binding.getUrl(), url))
                .max(Comparator.comparingInt(
                        binding -> UrlPrefix.parse(binding.getUrl()).path().size()));
        if (longest.isEmpty()) {
            return Optional.empty();
        }
        String id = longest.get().getCredentialsId();
        Optional<Credentials.Login> found = login(id);
        if (found.isEmpty()) {
            log.println(Messages.RegistryLogins_gone(id, longest.get().getUrl()));
        }
        return found;
    }

    private static boolean covers(String prefix, String url) {
        return UrlPrefix.parse(prefix).covers(url);
    }

    private Optional<Credentials.Login> login(String id) throws AbortException {
        StandardCredentials found =
                CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, List.of());
        if (found == null) {
            return Optional.empty();
        }
        if (!(found instanceof StandardUsernamePasswordCredentials login)
                || login.getUsername().isEmpty()) {
            throw new AbortException(Messages.RegistryLogins_kind(id));
        }
        CredentialsProvider.track(run, found);
        return Optional.of(
                new Credentials.Login(login.getUsername(), login.getPassword().getPlainText()));
    }
}

package io.jenkins.plugins.mlops.steps;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.mlops.agent.RemoteLogin;
import io.jenkins.plugins.mlops.agent.RemoteLogins;
import io.jenkins.plugins.mlops.remote.UrlPrefix;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which credentials a pull takes along, and where each may be sent. */
final class PullLogins {

    private final Run<?, ?> run;
    private final List<RemoteBinding> bindings;
    private final PrintStream log;

    /** @param bindings of an administrator, which hold for every pull */
    PullLogins(Run<?, ?> run, List<RemoteBinding> bindings, PrintStream log) {
        this.run = run;
        this.bindings = List.copyOf(bindings);
        this.log = log;
    }

    interface RemoteUrls {
        List<String> read() throws IOException, InterruptedException;
    }

    /** @param url empty where the step does not bind them */
    RemoteLogins named(String id, String url) throws IOException, InterruptedException {
        List<String> prefixes = bindings.stream()
                .filter(binding -> binding.getCredentialsId().equals(id))
                .map(RemoteBinding::getUrl)
                .toList();
        if (!url.isEmpty()) {
            prefixes = List.of(narrowed(id, url, prefixes));
        }
        return RemoteLogins.named(RemoteCredentials.find(id, prefixes, run)
                .orElseThrow(() -> new AbortException(Messages.RemoteCredentials_none(id))));
    }

    private static String narrowed(String id, String url, List<String> prefixes) throws AbortException {
        UrlPrefix wanted;
        try {
            wanted = UrlPrefix.parse(url);
        } catch (IllegalArgumentException e) {
            throw new AbortException("credentialsUrl: " + e.getMessage());
        }
        if (prefixes.isEmpty() && wanted.isInTheClear()) {
            throw new AbortException(Messages.PullLogins_clear(url, id));
        }
        if (!prefixes.isEmpty()
                && prefixes.stream().noneMatch(prefix -> UrlPrefix.parse(prefix).covers(url))) {
            throw new AbortException(Messages.PullLogins_elsewhere(url, id, String.join(", ", prefixes)));
        }
        return url;
    }

    /** Those that an administrator bound to URLs that remotes of the repository have; no others leave the controller. */
    RemoteLogins bound(String url, RemoteUrls remotes) throws IOException, InterruptedException {
        if (!url.isEmpty()) {
            throw new AbortException(Messages.PullLogins_alone());
        }
        if (bindings.isEmpty()) {
            return RemoteLogins.NONE;
        }
        List<String> urls = remotes.read();
        ArrayList<RemoteLogin> logins = new ArrayList<>();
        for (RemoteBinding binding : bindings) {
            UrlPrefix prefix = UrlPrefix.parse(binding.getUrl());
            if (urls.stream().anyMatch(prefix::covers)) {
                Optional<RemoteLogin> login =
                        RemoteCredentials.find(binding.getCredentialsId(), List.of(binding.getUrl()), run);
                login.ifPresent(logins::add);
                if (login.isEmpty()) {
                    log.println(Messages.PullLogins_gone(binding.getCredentialsId(), binding.getUrl()));
                }
            }
        }
        return new RemoteLogins(logins, false);
    }
}

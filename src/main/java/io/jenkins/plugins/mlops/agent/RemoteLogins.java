package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.dvc.CredentialRule;
import io.jenkins.plugins.mlops.remote.BoundCredentials;
import io.jenkins.plugins.mlops.remote.NamedCredentials;
import io.jenkins.plugins.mlops.remote.UrlPrefix;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The secrets of one pull, and where each may go, which is checked on the agent before anything is sent.
 *
 * @param named whether the step asked for them, so that a remote they are not for is a failure; else each is for the remotes that its prefixes cover
 */
public record RemoteLogins(ArrayList<RemoteLogin> logins, boolean named) implements Serializable {

    public static final RemoteLogins NONE = new RemoteLogins(new ArrayList<>(), false);

    public static RemoteLogins named(RemoteLogin login) {
        return new RemoteLogins(new ArrayList<>(List.of(login)), true);
    }

    CredentialRule rule(Consumer<String> warnings) {
        if (logins.isEmpty()) {
            return CredentialRule.NONE;
        }
        if (named) {
            RemoteLogin login = logins.get(0);
            List<UrlPrefix> prefixes =
                    login.prefixes().stream().map(UrlPrefix::parse).toList();
            return new NamedCredentials(login.id(), login.credentials(), prefixes, warnings);
        }
        List<BoundCredentials.Binding> bindings = new ArrayList<>();
        for (RemoteLogin login : logins) {
            for (String prefix : login.prefixes()) {
                bindings.add(new BoundCredentials.Binding(UrlPrefix.parse(prefix), login.id(), login.credentials()));
            }
        }
        return new BoundCredentials(bindings);
    }

    /** @return {@code line} without what is secret */
    String mask(String line) {
        String masked = line;
        for (RemoteLogin login : logins) {
            masked = login.credentials().mask(masked);
        }
        return masked;
    }
}

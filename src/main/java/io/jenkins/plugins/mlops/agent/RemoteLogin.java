package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.dvc.Credentials;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/**
 * What opens a remote, for one pull. Goes over the agent's channel and into no file.
 *
 * @param id of the credentials, for messages
 * @param user empty where there is a secret alone
 * @param prefixes of the URLs that it may be sent to; empty where nobody bound it
 */
public record RemoteLogin(String id, String user, String password, ArrayList<String> prefixes) implements Serializable {

    Credentials credentials() {
        return new Credentials(Optional.of(user).filter(name -> !name.isEmpty()), Optional.of(password), Map.of());
    }

    /** @return {@code line} without the password */
    String mask(String line) {
        return password.isBlank() ? line : line.replace(password, "****");
    }

    /** Says nothing, so that no log does. */
    @Override
    public String toString() {
        return "RemoteLogin[****]";
    }
}

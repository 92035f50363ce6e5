package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.dvc.Credentials;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * What opens the remote, for one pull. Goes over the agent's channel and into no file.
 *
 * @param user empty where there is a secret alone
 */
public record RemoteLogin(String user, String password) implements Serializable {

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

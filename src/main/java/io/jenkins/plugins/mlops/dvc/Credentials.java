package io.jenkins.plugins.mlops.dvc;

import java.util.Map;
import java.util.Optional;

/**
 * What opens a remote, from outside the repository (a credentials store, the environment); takes precedence over what the configuration says.
 *
 * @param options further secret options by DVC's names, such as {@code token}
 */
public record Credentials(Optional<String> user, Optional<String> password, Map<String, String> options) {

    public Credentials {
        options = Map.copyOf(options);
    }

    public static Credentials of(String user, String password) {
        return new Credentials(Optional.of(user), Optional.of(password), Map.of());
    }

    /** Says nothing, so that no log does. */
    @Override
    public String toString() {
        return "Credentials[***]";
    }
}

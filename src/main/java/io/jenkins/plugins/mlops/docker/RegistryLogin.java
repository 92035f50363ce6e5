package io.jenkins.plugins.mlops.docker;

/** A user of a registry. Its text form has no password. */
public record RegistryLogin(String user, String password) {
    @Override
    public String toString() {
        return "user " + user;
    }
}

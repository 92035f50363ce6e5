package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a remote is and how to get in.
 *
 * @param name as the configuration has it; for an import the import's URL without secrets
 * @param url as configured
 * @param base what a relative {@code url} is relative to: the folder of the configuration file that named it
 * @param options the remote's section of the configuration, by DVC's names
 */
public record RemoteAddress(
        String name, String url, Path base, Map<String, String> options, Optional<Credentials> credentials) {

    public RemoteAddress {
        options = Map.copyOf(options);
    }

    RemoteAddress with(Optional<Credentials> others) {
        return new RemoteAddress(name, url, base, options, others);
    }

    /**
     * @param label what a person calls the credentials
     * @throws IOException where they do not open a remote of this kind
     */
    public Credentials requireFit(Credentials secret, String label) throws IOException {
        String scheme = url.replaceFirst("(?s)://.*", "").toLowerCase(Locale.ROOT);
        return secret.on(scheme)
                .orElseThrow(
                        () -> new IOException(
                                "The remote '" + name + "' is at " + withoutSecrets(url)
                                        + ", which the credentials '" + label
                                        + "' are no use for, so nothing was sent. An ssh:// remote takes an SSH key, or a user with password; an s3:// remote takes"
                                        + " AWS credentials, or a user with password that are access key ID and secret; others take a user with password, or a secret text"));
    }

    /** For messages: {@code url} without user, password and query. */
    static String withoutSecrets(String url) {
        return url.replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*://)[^/]*@", "$1").replaceFirst("[?#].*", "");
    }

    /** Options may hold passwords, so only the name shows. */
    @Override
    public String toString() {
        return "RemoteAddress[" + name + "]";
    }
}

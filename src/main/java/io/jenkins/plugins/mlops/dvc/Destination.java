package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where what is sent to a remote goes. Options of the remote can lead elsewhere than its URL says.
 *
 * @param url with the endpoint in place of the bucket where there is one; may hold a password
 */
public record Destination(String url) {

    /** With these the host is their value's. */
    private static final List<String> ENDPOINTS = List.of("endpointurl", "oss_endpoint");

    /** With these it is not known before the storage's own client has read them. */
    private static final List<String> DETOURS = List.of("connection_string", "account_name", "configpath", "port");

    /** Empty for a folder of the machine. */
    public static Optional<Destination> of(RemoteAddress remote) {
        if (!remote.url().matches("(?s)[A-Za-z][A-Za-z0-9+.-]+://.*")
                || remote.url().startsWith("file:")) {
            return Optional.empty();
        }
        for (String option : ENDPOINTS) {
            String endpoint = remote.options().get(option);
            if (endpoint != null) {
                return Optional.of(new Destination(endpoint));
            }
        }
        return Optional.of(new Destination(remote.url()));
    }

    /** @throws IOException where the options do not let it be told from the URL */
    public static void requireNoDetour(RemoteAddress remote, String credentials) throws IOException {
        for (String option : DETOURS) {
            if (remote.options().containsKey(option)) {
                throw new IOException(
                        "The remote '" + remote.name() + "' has the option " + option
                                + ", so its URL does not tell where the credentials '" + credentials
                                + "' would go. Remove the option from DVC's configuration, or set it in the environment of the agent");
            }
        }
        if ("false".equalsIgnoreCase(remote.options().get("ssl_verify"))) {
            throw new IOException("The remote '" + remote.name()
                    + "' has ssl_verify = false, so anybody between could take the credentials '" + credentials
                    + "'. Put the PEM file of the server's authority there instead");
        }
    }

    /** For messages: without user, password and query. */
    public String shown() {
        return RemoteAddress.withoutSecrets(url).replaceAll("\\p{Cntrl}", "?");
    }

    /** Whether options of a remote make its data be elsewhere than its URL says. */
    static boolean isElsewhere(RemoteAddress remote) {
        return Stream.concat(ENDPOINTS.stream(), DETOURS.stream()).anyMatch(remote.options()::containsKey);
    }
}

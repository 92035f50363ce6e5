package io.jenkins.plugins.mlops.remote;

import io.jenkins.plugins.mlops.dvc.CredentialRule;
import io.jenkins.plugins.mlops.dvc.Credentials;
import io.jenkins.plugins.mlops.dvc.Destination;
import io.jenkins.plugins.mlops.dvc.RemoteAddress;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Credentials that the author of a pull names: for the remote that the pull is from, wherever that is, unless they are bound to URLs. */
public final class NamedCredentials implements CredentialRule {

    private final String name;
    private final Credentials credentials;
    private final List<UrlPrefix> prefixes;
    private final Consumer<String> warnings;
    private final Set<String> warned = new HashSet<>();

    /**
     * @param name for messages
     * @param prefixes of which one has to cover the remote's URL; empty where nobody bound them
     * @param warnings gets one sentence for each remote that is sent unbound credentials
     */
    public NamedCredentials(String name, Credentials credentials, List<UrlPrefix> prefixes, Consumer<String> warnings) {
        this.name = name;
        this.credentials = credentials;
        this.prefixes = List.copyOf(prefixes);
        this.warnings = warnings;
    }

    @Override
    public Optional<Credentials> credentials(RemoteAddress remote, boolean chosen) throws IOException {
        Optional<Destination> destination = Destination.of(remote);
        if (!chosen || destination.isEmpty()) {
            return Optional.empty();
        }
        if (prefixes.isEmpty()) {
            checkUnbound(remote, destination.get());
        } else {
            checkBound(remote, destination.get());
        }
        return Optional.of(remote.requireFit(credentials, name));
    }

    private void checkBound(RemoteAddress remote, Destination destination) throws IOException {
        if (prefixes.stream().noneMatch(prefix -> prefix.covers(destination.url()))) {
            throw new IOException(
                    "The remote '" + remote.name() + "' is at " + destination.shown()
                            + ", but the credentials '" + name + "' are for "
                            + prefixes.stream().map(UrlPrefix::toString).collect(Collectors.joining(", "))
                            + " only, so nothing was sent. Correct the URL in .dvc/config if it is wrong; if it is right, have it"
                            + " added to credentialsUrl or, by an administrator, to the remotes of Jenkins' MLOps configuration");
        }
        Destination.requireNoDetour(remote, name);
    }

    private void checkUnbound(RemoteAddress remote, Destination destination) throws IOException {
        UrlPrefix place;
        try {
            place = UrlPrefix.parse(destination.shown());
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "The remote '" + remote.name() + "' is at " + destination.shown()
                            + ", which is no URL that credentials could be sent to; nothing was sent. Correct it in .dvc/config",
                    e);
        }
        if (place.isInTheClear()) {
            throw new IOException(
                    "The remote '" + remote.name() + "' is at " + place
                            + ", where anybody between could read the credentials '" + name
                            + "', so nothing was sent. Use https; or have an administrator bind them to that URL in Jenkins' MLOps configuration");
        }
        if (warned.add(place.toString())) {
            warnings.accept("The credentials '" + name + "' are sent to " + place
                    + ", as the repository says. Write credentialsUrl: '" + place.scheme() + "://" + place.host()
                    + "/...' so that no branch can lead them elsewhere.");
        }
    }
}

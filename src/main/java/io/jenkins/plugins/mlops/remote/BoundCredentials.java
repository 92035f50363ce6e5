package io.jenkins.plugins.mlops.remote;

import io.jenkins.plugins.mlops.dvc.CredentialRule;
import io.jenkins.plugins.mlops.dvc.Credentials;
import io.jenkins.plugins.mlops.dvc.Destination;
import io.jenkins.plugins.mlops.dvc.RemoteAddress;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Credentials that an administrator bound to URLs: each remote gets those with the longest prefix of its URL, and none where no prefix covers it.
 */
public record BoundCredentials(List<Binding> bindings) implements CredentialRule {

    /** @param name of the credentials, for messages */
    public record Binding(UrlPrefix prefix, String name, Credentials credentials) {}

    public BoundCredentials {
        bindings = List.copyOf(bindings);
    }

    @Override
    public Optional<Credentials> credentials(RemoteAddress remote, boolean chosen) throws IOException {
        Optional<Destination> destination = Destination.of(remote);
        if (destination.isEmpty()) {
            return Optional.empty();
        }
        Optional<Binding> longest = bindings.stream()
                .filter(binding -> binding.prefix().covers(destination.get().url()))
                .max(Comparator.comparingInt(binding -> binding.prefix().path().size()));
        if (longest.isEmpty()) {
            return Optional.empty();
        }
        Binding binding = longest.get();
        Destination.requireNoDetour(remote, binding.name());
        return Optional.of(remote.requireFit(binding.credentials(), binding.name()));
    }
}

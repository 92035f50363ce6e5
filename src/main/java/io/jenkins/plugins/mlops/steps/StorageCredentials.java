package io.jenkins.plugins.mlops.steps;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.mlops.dvc.Credentials;
import java.io.IOException;
import java.util.Optional;

/** A kind of credentials that opens storages; an extension, because the plugin that has the kind may be absent. */
abstract class StorageCredentials<T extends StandardCredentials> implements ExtensionPoint {

    private final Class<T> type;

    StorageCredentials(Class<T> type) {
        this.type = type;
    }

    /** @throws IOException where there is nothing in them, or what has it does not answer; a sentence for the log */
    abstract Credentials read(T credentials) throws IOException, InterruptedException;

    private Optional<Credentials> tryRead(StandardCredentials credentials) throws IOException, InterruptedException {
        return type.isInstance(credentials) ? Optional.of(read(type.cast(credentials))) : Optional.empty();
    }

    static CredentialsMatcher matcher() {
        return CredentialsMatchers.anyOf(kinds().stream()
                .map(kind -> CredentialsMatchers.instanceOf(kind.type))
                .toArray(CredentialsMatcher[]::new));
    }

    /** @return empty where they are of no such kind */
    static Optional<Credentials> of(StandardCredentials credentials) throws IOException, InterruptedException {
        for (StorageCredentials<?> kind : kinds()) {
            Optional<Credentials> found = kind.tryRead(credentials);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @SuppressWarnings("rawtypes")
    private static ExtensionList<StorageCredentials> kinds() {
        return ExtensionList.lookup(StorageCredentials.class);
    }
}

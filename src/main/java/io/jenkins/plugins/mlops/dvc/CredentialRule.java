package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.util.Optional;

/** Decides which remote is sent which credentials. The URL of a remote comes with the repository, so anybody who may push a branch may change it. */
@FunctionalInterface
public interface CredentialRule {

    CredentialRule NONE = (remote, chosen) -> Optional.empty();

    /**
     * Asked before the remote is contacted, and more than once for a storage that the installed {@code dvc} serves.
     *
     * @param chosen whether it is the remote that the pull names, else the default one
     * @throws IOException where the remote may not have the credentials that it would need
     */
    Optional<Credentials> credentials(RemoteAddress remote, boolean chosen) throws IOException;
}

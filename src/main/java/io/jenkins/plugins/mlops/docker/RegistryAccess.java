package io.jenkins.plugins.mlops.docker;

import java.util.Optional;

/**
 * How a registry is reached.
 *
 * @param certificates for TLS
 * @param plainHttp whether it may be without TLS; on this machine it always may
 */
public record RegistryAccess(Optional<RegistryLogin> login, Certificates certificates, boolean plainHttp) {

    public static RegistryAccess anonymous() {
        return new RegistryAccess(Optional.empty(), Certificates.OF_THE_RUNTIME, false);
    }

    public RegistryAccess as(RegistryLogin user) {
        return new RegistryAccess(Optional.of(user), certificates, plainHttp);
    }

    public RegistryAccess trusting(String ca) {
        return new RegistryAccess(login, Certificates.trusting(ca), plainHttp);
    }

    public RegistryAccess withPlainHttp() {
        return new RegistryAccess(login, certificates, true);
    }
}

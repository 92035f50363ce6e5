package io.jenkins.plugins.mlops.docker;

import com.github.dockerjava.core.util.CertificateUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * PEM texts for TLS; the Java runtime's own trust where there is no {@code ca}. Its text form has no key.
 *
 * @param ca certificates that the other side's certificate is checked against
 * @param client certificate and key by which the other side knows us
 */
public record Certificates(Optional<String> ca, Optional<Client> client) {

    public static final Certificates OF_THE_RUNTIME = new Certificates(Optional.empty(), Optional.empty());

    /** @param key unencrypted */
    public record Client(String certificate, String key) {
        @Override
        public String toString() {
            return "client certificate";
        }
    }

    public static Certificates trusting(String ca) {
        return new Certificates(Optional.of(ca), Optional.empty());
    }

    /** @param folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}, as {@code DOCKER_CERT_PATH} names it */
    public static Certificates in(Path folder) throws IOException {
        return new Certificates(
                Optional.of(Files.readString(folder.resolve("ca.pem"))),
                Optional.of(new Client(
                        Files.readString(folder.resolve("cert.pem")), Files.readString(folder.resolve("key.pem")))));
    }

    /** @throws GeneralSecurityException for a text that is no PEM of what it should be */
    SSLContext context() throws GeneralSecurityException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            if (client.isPresent()) {
                KeyStore store = CertificateUtils.createKeyStore(
                        client.get().key(), client.get().certificate());
                keys.init(store, "docker".toCharArray());
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(ca.isPresent() ? CertificateUtils.createTrustStore(ca.get()) : null);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(client.isPresent() ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new GeneralSecurityException("a certificate or key is no readable PEM", e);
        }
    }
}

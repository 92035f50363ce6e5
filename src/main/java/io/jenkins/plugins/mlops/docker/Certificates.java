package io.jenkins.plugins.mlops.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
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

    /** The store never leaves memory. */
    private static final char[] NO_PASSWORD = new char[0];

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
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (client.isPresent()) {
            KeyStore store = emptyStore();
            Certificate[] chain = Pem.certificates(client.get().certificate()).toArray(Certificate[]::new);
            store.setKeyEntry(
                    "client",
                    Pem.privateKey(client.get().key(), chain[0].getPublicKey().getAlgorithm()),
                    NO_PASSWORD,
                    chain);
            keys.init(store, NO_PASSWORD);
        }
        if (ca.isPresent()) {
            KeyStore store = emptyStore();
            List<Certificate> certificates = Pem.certificates(ca.get());
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("ca" + i, certificates.get(i));
            }
            trust.init(store);
        } else {
            trust.init((KeyStore) null);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(client.isPresent() ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, NO_PASSWORD);
        } catch (IOException e) {
            throw new IllegalStateException("nothing is read", e);
        }
        return store;
    }
}

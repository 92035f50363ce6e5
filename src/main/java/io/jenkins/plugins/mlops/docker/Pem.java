package io.jenkins.plugins.mlops.docker;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM (RFC 7468) by the Java runtime alone: docker-java's own reader needs Bouncy Castle registered as a provider for the whole JVM. */
final class Pem {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:[A-Z]+ )?)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");

    /** RFC 5208: version 0 and the algorithm rsaEncryption. */
    private static final byte[] RSA_HEAD = {
        2, 1, 0, 0x30, 13, 6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 13, 1, 1, 1, 5, 0
    };

    private Pem() {}

    static List<Certificate> certificates(String text) throws GeneralSecurityException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try {
            List<Certificate> found = List.copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes)));
            if (found.isEmpty()) {
                throw new CertificateException("there is no certificate in the PEM text");
            }
            return found;
        } catch (CertificateException e) {
            throw new GeneralSecurityException("a certificate is no readable PEM", e);
        }
    }

    /** @param algorithm of the key in the certificate: RSA, EC, EdDSA */
    static PrivateKey privateKey(String text, String algorithm) throws GeneralSecurityException {
        Matcher key = KEY.matcher(text);
        if (!key.find() || !key.group(1).isEmpty() && !key.group(1).equals("RSA ")) {
            throw new GeneralSecurityException(
                    "the key is no unencrypted PKCS#8 (convert it by: openssl pkcs8 -topk8 -nodes -in key.pem)");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(key.group(2));
            byte[] pkcs8 = key.group(1).isEmpty() ? der : tagged(0x30, concatenated(RSA_HEAD, tagged(4, der)));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the key is no readable PEM", e);
        }
    }

    /** DER, with a length of two bytes, which all RSA keys of 1,024 bits and more have. */
    private static byte[] tagged(int tag, byte[] content) {
        byte[] head = {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        return concatenated(head, content);
    }

    private static byte[] concatenated(byte[] head, byte[] tail) {
        byte[] all = new byte[head.length + tail.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }
}

package io.jenkins.plugins.mlops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {

    private static String pem(String name, byte[] der) {
        return "-----BEGIN " + name + "-----\r\n" + Base64.getMimeEncoder().encodeToString(der) + "\r\n-----END " + name
                + "-----\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void shouldReadKeysInPkcs8(String algorithm) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();

        assertThat(Pem.privateKey(pem("PRIVATE KEY", pair.getPrivate().getEncoded()), algorithm))
                .isEqualTo(pair.getPrivate());
    }

    @Test
    void shouldReadRsaKeysInTheOldForm() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        // Behind two heads of four bytes each, version and algorithm, lies the key of PKCS#1.
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 4 + 18 + 4, pkcs8.length);

        assertThat(Pem.privateKey(pem("RSA PRIVATE KEY", pkcs1), "RSA")).isEqualTo(pair.getPrivate());
    }

    @Test
    void shouldSayHowToConvertOtherKeys() {
        for (String text : new String[] {
            "", "no PEM", pem("EC PRIVATE KEY", new byte[9]), pem("ENCRYPTED PRIVATE KEY", new byte[9])
        }) {
            assertThatThrownBy(() -> Pem.privateKey(text, "RSA"))
                    .isInstanceOf(GeneralSecurityException.class)
                    .hasMessageContaining("openssl pkcs8");
        }
        assertThatThrownBy(() -> Pem.privateKey(pem("PRIVATE KEY", new byte[9]), "RSA"))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> Pem.certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> Pem.certificates("")).isInstanceOf(GeneralSecurityException.class);
    }
}

package io.jenkins.plugins.mlops.release;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterAddressTest {

    @Test
    void shouldTakeEveryWayToReachACluster() {
        String pem = "-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----\n";
        assertThatNoException().isThrownBy(() -> {
            new ClusterAddress(null, null, null, null, null).check();
            new ClusterAddress(" prod ", "kubeconfig", "eu", "", "").check();
            new ClusterAddress("prod", "token", null, "https://[::1]:6443", pem).check();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "Prod, x, '', '', '', small letters",
        "a/b, x, '', '', '', small letters",
        "prod, '', eu, '', '', name its credentials",
        "prod, '', '', https://kubernetes.example, '', name its credentials",
        "prod, x, eu, https://kubernetes.example, '', remove one of the two",
        "prod, x, '', http://kubernetes.example, '', address of https",
        "prod, x, '', kubernetes.example:6443, '', address of https",
        "prod, x, '', 'https://', '', address of https",
        "prod, x, '', https://kubernetes.example, ca.crt, readFile",
        "prod, x, '', '', -----BEGIN CERTIFICATE-----, name the server",
    })
    void shouldSayWhatToWriteInstead(
            String namespace, String kubeconfigId, String context, String server, String serverCa, String hint) {
        ClusterAddress address = new ClusterAddress(namespace, kubeconfigId, context, server, serverCa);
        assertThatThrownBy(address::check)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(hint);
    }
}

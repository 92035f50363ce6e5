package io.jenkins.plugins.mlops.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.deploy.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsTest {

    private static final String KUBECONFIG =
            """
            apiVersion: v1
            kind: Config
            current-context: prod
            contexts:
              - {name: prod, context: {cluster: c, user: u, namespace: models}}
              - {name: test, context: {cluster: c, user: u, namespace: trials}}
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: u, user: {token: secret}}]
            """;

    private static String namespace(Access access, Optional<String> given) throws IOException {
        try (KubernetesCluster cluster = Connections.open(access, given)) {
            return cluster.namespace();
        }
    }

    private static Access text(String kubeconfig) {
        return new Access.KubeconfigText(kubeconfig, Optional.empty());
    }

    @Test
    void shouldTakeTheNamespaceOfTheContextUnlessOneIsGiven(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("config"), KUBECONFIG);

        assertThat(namespace(text(KUBECONFIG), Optional.empty())).isEqualTo("models");
        assertThat(namespace(new Access.KubeconfigFile(file, Optional.of("test")), Optional.empty()))
                .isEqualTo("trials");
        assertThat(namespace(text(KUBECONFIG), Optional.of("mine"))).isEqualTo("mine");
    }

    @Test
    void shouldNameTheContextsThereAre() {
        assertThatThrownBy(() ->
                        namespace(new Access.KubeconfigText(KUBECONFIG, Optional.of("production")), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessage("the kubeconfig has no context 'production'; it has [prod, test]");
    }

    @Test
    void shouldRunNoProgramThatAStoredKubeconfigNames(@TempDir Path folder) {
        Path trace = folder.resolve("was-here");
        String hostile = KUBECONFIG.replace(
                "{token: secret}",
                "{exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: [\"" + trace + "\"]}}");

        assertThatThrownBy(() -> namespace(text(hostile), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("logs user u in by a program");
        assertThat(trace).doesNotExist();
    }

    @Test
    void shouldReadNoFileThatAStoredKubeconfigNames() {
        assertThatThrownBy(() -> namespace(
                        text(KUBECONFIG.replace("{token: secret}", "{tokenFile: /etc/passwd}")), Optional.empty()))
                .hasMessageContaining("names a file (tokenFile)");
        assertThatThrownBy(() -> namespace(
                        text(KUBECONFIG.replace("{server:", "{certificate-authority: /etc/passwd, server:")),
                        Optional.empty()))
                .hasMessageContaining("names a file (certificate-authority)");
    }

    @Test
    void shouldSayWhatIsMissingOutsideOfAPod(@TempDir Path folder) {
        assertThatThrownBy(() -> namespace(new Access.InCluster(folder, Map.of()), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("KUBERNETES_SERVICE_HOST is not set");
    }

    @Test
    void shouldReachAPodsOwnCluster(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("token"), "secret\n");
        Files.writeString(folder.resolve("namespace"), "models\n");
        Access access = new Access.InCluster(folder, Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1"));

        assertThat(namespace(access, Optional.empty())).isEqualTo("models");
    }

    @Test
    void shouldSayThatTheApiServerCannotBeReached() throws IOException {
        try (KubernetesCluster cluster = Connections.open(text(KUBECONFIG), Optional.empty())) {
            assertThatThrownBy(() -> cluster.service("fraud"))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("could not read Service fraud in namespace models")
                    .hasMessageContaining("127.0.0.1")
                    .matches(problem -> ((ClusterException) problem).isTransient());
        }
    }
}

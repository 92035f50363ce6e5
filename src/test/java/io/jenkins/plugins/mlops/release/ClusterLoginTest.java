package io.jenkins.plugins.mlops.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleBuild;
import hudson.util.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ClusterLoginTest {

    private static final String KUBECONFIG =
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: 'https://kubernetes.example:6443'}}]
            users: [{name: u, user: {token: secret-token}}]
            contexts:
            - {name: eu, context: {cluster: c, user: u, namespace: fraud-eu}}
            - {name: us, context: {cluster: c, user: u}}
            current-context: us
            """;

    private FreeStyleBuild build;

    @BeforeEach
    void addCredentials(JenkinsRule jenkins) throws Exception {
        add(jenkins, file("kubeconfig", KUBECONFIG));
        add(jenkins, file("helper", KUBECONFIG.replace("token: secret-token", "exec: {command: sh}")));
        add(jenkins, file("huge", " ".repeat(2 * 1024 * 1024)));
        add(
                jenkins,
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(" secret-token\n")));
        add(jenkins, new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "user", "", "jane", "password-1234"));
        build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
    }

    private static Credentials file(String id, String text) {
        return new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                id,
                "",
                "config",
                SecretBytes.fromRawBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void add(JenkinsRule jenkins, Credentials credentials) throws IOException {
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(Domain.global(), credentials);
    }

    private OpenCluster open(String namespace, String id, String context, String server) throws IOException {
        return ClusterLogin.open(new ClusterAddress(namespace, id, context, server, ""), build);
    }

    @Test
    void shouldOpenANamespaceByKubeconfigOrToken() throws Exception {
        try (OpenCluster context = open("", "kubeconfig", "eu", "");
                OpenCluster current = open("", "kubeconfig", "", "");
                OpenCluster given = open("prod", "kubeconfig", "eu", "");
                OpenCluster token = open("prod", "token", "", "https://kubernetes.example:6443")) {
            assertThat(context.cluster().namespace()).isEqualTo("fraud-eu");
            assertThat(current.cluster().namespace()).isEqualTo("default");
            assertThat(given.cluster().namespace()).isEqualTo("prod");
            assertThat(token.cluster().namespace()).isEqualTo("prod");
        }
    }

    @Test
    void shouldShareAClientAmongReleasesAndCloseItWithTheLast() throws Exception {
        OpenCluster first = open("prod", "kubeconfig", "", "");
        OpenCluster second = open("prod", "kubeconfig", "", "");
        OpenCluster elsewhere = open("test", "kubeconfig", "", "");

        assertThat(second.cluster()).isSameAs(first.cluster());
        assertThat(elsewhere.cluster()).isNotSameAs(first.cluster());
        first.close();
        first.close();
        elsewhere.close();
        assertThat(OpenClusters.get().size()).isEqualTo(1);
        second.close();
        assertThat(OpenClusters.get().size()).isZero();
    }

    @Test
    void shouldSayWhatIsWrongWithTheCredentials() {
        assertThatThrownBy(() -> open("prod", "prod", "", ""))
                .hasMessageContaining("no credentials 'prod' that this job may use");
        assertThatThrownBy(() -> open("prod", "user", "", "")).hasMessageContaining("of a kind that opens no cluster");
        assertThatThrownBy(() -> open("prod", "token", "", "")).hasMessageContaining("server: 'https://");
        assertThatThrownBy(() -> open("prod", "kubeconfig", "", "https://kubernetes.example"))
                .hasMessageContaining("names its own server");
        assertThatThrownBy(() -> open("prod", "kubeconfig", "asia", ""))
                .hasMessageContaining("no context 'asia'; it has [eu, us]");
        assertThatThrownBy(() -> open("prod", "helper", "", "")).hasMessageContaining("by a program");
        assertThatThrownBy(() -> open("prod", "huge", "", "")).hasMessageContaining("too long");
        assertThatThrownBy(() -> open("prod", "", "", "")).hasMessageContaining("service account");
        assertThat(OpenClusters.get().size()).isZero();
    }
}

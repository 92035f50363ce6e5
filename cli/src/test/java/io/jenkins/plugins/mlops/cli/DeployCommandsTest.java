package io.jenkins.plugins.mlops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no cluster; DeployedCommandsTest has one. */
class DeployCommandsTest {

    @TempDir
    private Path folder;

    private Shell shell;

    @BeforeEach
    void writeKubeconfig() throws IOException {
        Path config = Files.writeString(
                folder.resolve("config"),
                """
                apiVersion: v1
                kind: Config
                current-context: prod
                contexts: [{name: prod, context: {cluster: c, user: u, namespace: models}}]
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
                users: [{name: u, user: {token: secret}}]
                """);
        shell = Shell.in(folder).with("KUBECONFIG", config.toString());
    }

    private void wrongUse(String message, String... arguments) {
        Shell.Result result = shell.run(arguments);
        assertThat(result.err()).contains(message);
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void shouldSayWhichClusterIsMissing() {
        shell = shell.with("KUBECONFIG", folder.resolve("nothing").toString());

        wrongUse("nothing; name a cluster with --kubeconfig or --server.", "deploy", "fraud", "--image", "r/m:1");
        wrongUse("--server needs --token-file", "deployments", "--server", "https://127.0.0.1:1");
    }

    @Test
    void shouldSayWhatIsWrongWithTheRequest() throws IOException {
        wrongUse("'Fraud!' cannot name a Service", "deploy", "Fraud!", "--image", "r/m:1");
        wrongUse("0 replicas serve nobody", "deploy", "fraud", "--image", "r/m:1", "--replicas", "0");
        wrongUse("'up' is no check", "deploy", "fraud", "--image", "r/m:1", "--prometheus", "http://p", "--max", "up");
        wrongUse("need --prometheus", "deploy", "fraud", "--image", "r/m:1", "--max", "up=1");
        wrongUse("'soon' is no time", "deploy", "fraud", "--image", "r/m:1", "--keep-old", "soon");
        Files.writeString(
                folder.resolve("m.yaml"),
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: m}\nspec: {replicas: \"${many}\"}\n");
        wrongUse(
                "m.yaml:4:18: there is no value for ${many}; known are app, image, namespace",
                "deploy",
                "fraud",
                "--image",
                "r/m:1",
                "-f",
                "m.yaml");
    }

    @Test
    void shouldSayThatTheClusterDoesNotAnswer() {
        Shell.Result result = shell.run("deployments", "fraud");

        assertThat(result.err()).contains("could not read Service fraud in namespace models", "127.0.0.1");
        assertThat(result.exitCode()).isEqualTo(3);
    }
}

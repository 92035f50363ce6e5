package io.jenkins.plugins.mlops.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.jenkins.plugins.mlops.deploy.Cluster;
import io.jenkins.plugins.mlops.deploy.ClusterException;
import io.jenkins.plugins.mlops.deploy.ClusterException.Problem;
import io.jenkins.plugins.mlops.deploy.LiveService;
import io.jenkins.plugins.mlops.deploy.LockLease;
import io.jenkins.plugins.mlops.deploy.Manifest;
import io.jenkins.plugins.mlops.deploy.Resource;
import io.jenkins.plugins.mlops.deploy.ServiceChange;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against fabric8's mock server, which knows no server-side apply; ControlPlaneTest has a real API server. */
@EnableKubernetesMockClient(crud = true, https = false)
class KubernetesClusterTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    /** Set by the extension. */
    KubernetesClient client;

    private Cluster cluster;

    @BeforeEach
    void serve() {
        cluster = new KubernetesCluster(client, "prod", new RetryAfter(Clock.systemUTC()));
        client.services()
                .inNamespace("prod")
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("fraud")
                        .addToAnnotations("owner", "ann")
                        .endMetadata()
                        .withNewSpec()
                        .addToSelector("app", "fraud")
                        .endSpec()
                        .build())
                .create();
    }

    @Test
    void shouldPatchTheWholeSelectorAndTheNamedAnnotations() throws ClusterException {
        LiveService seen = cluster.service("fraud").orElseThrow();

        LiveService patched = cluster.patch(
                seen, new ServiceChange(Map.of("l", "1"), Map.of("a", "2"), Optional.of(Map.of("colour", "blue"))));

        assertThat(patched.selector()).containsExactlyEntriesOf(Map.of("colour", "blue"));
        assertThat(patched.annotations()).containsEntry("owner", "ann").containsEntry("a", "2");
        assertThat(patched.labels()).containsEntry("l", "1");
        assertThat(cluster.services(Map.of("l", "1"))).containsExactly(patched);
    }

    @Test
    void shouldSayThatThereIsNoSuchService() throws ClusterException {
        LiveService seen = cluster.service("fraud").orElseThrow();
        client.services().inNamespace("prod").withName("fraud").delete();

        assertThat(cluster.service("fraud")).isEmpty();
        assertThatThrownBy(() -> cluster.patch(seen, new ServiceChange(Map.of(), Map.of(), Optional.empty())))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("could not patch Service fraud in namespace prod: ")
                .extracting(problem -> ((ClusterException) problem).problem())
                .isEqualTo(Problem.NOT_FOUND);
    }

    @Test
    void shouldScaleAndDeleteByLabels() throws ClusterException {
        client.apps()
                .deployments()
                .inNamespace("prod")
                .resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName("fraud-blue")
                        .addToLabels("colour", "blue")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(3)
                        .withNewTemplate()
                        .withNewSpec()
                        .addNewContainer()
                        .withImage("r/fraud:1")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();

        cluster.scale("fraud-blue", 0);
        assertThat(cluster.deployment("fraud-blue").orElseThrow())
                .returns(0, found -> found.desired())
                .returns("r/fraud:1", found -> found.image())
                .returns(false, found -> found.isReady());

        cluster.delete(Cluster.Kind.DEPLOYMENT, Map.of("colour", "green"));
        assertThat(cluster.deployments()).hasSize(1);
        cluster.delete(Cluster.Kind.DEPLOYMENT, Map.of("colour", "blue"));
        assertThat(cluster.deployments()).isEmpty();
    }

    @Test
    void shouldCreateAServiceWithPortsByNumber() throws IOException {
        Resource service = Manifest.parse(
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: other}
                        spec: {selector: {colour: blue}, ports: [{port: 80, targetPort: 8080}]}
                        """,
                        "service.yaml",
                        Map.of())
                .resources()
                .get(0);

        assertThat(cluster.createService(service).selector()).isEqualTo(Map.of("colour", "blue"));
    }

    @Test
    void shouldKeepALease() throws ClusterException {
        LockLease first = cluster.write(
                Optional.empty(), new LockLease("fraud-deploy", "build 1", NOW, NOW, Duration.ofSeconds(60), ""));
        assertThat(cluster.lease("fraud-deploy")).contains(first);

        LockLease second = cluster.write(
                Optional.of(first),
                new LockLease("fraud-deploy", "build 2", NOW, NOW.plusSeconds(1), Duration.ofSeconds(60), ""));

        assertThat(second.holder()).isEqualTo("build 2");
        assertThat(cluster.lease("fraud-deploy")).contains(second);
    }
}

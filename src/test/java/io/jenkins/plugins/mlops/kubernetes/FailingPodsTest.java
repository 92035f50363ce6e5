package io.jenkins.plugins.mlops.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.deploy.DeployException;
import io.jenkins.plugins.mlops.deploy.Deployer;
import io.jenkins.plugins.mlops.deploy.Driver;
import io.jenkins.plugins.mlops.deploy.Manifest;
import io.jenkins.plugins.mlops.deploy.Observation;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Prometheus;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.ReleaseRequest;
import io.jenkins.plugins.mlops.deploy.State;
import io.jenkins.plugins.mlops.deploy.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the pods of a release do, in a real control plane: the old colour serves, or the new one with all its replicas, and the message says why. The test plays the kubelet. */
class FailingPodsTest {

    private static final Timing QUICK = Timing.DEFAULTS
            .withReady(Duration.ofSeconds(90))
            .withKeepOld(Duration.ZERO)
            .withDrain(Duration.ZERO);

    private static final ContainerState RUNNING =
            new ContainerStateBuilder().withNewRunning("2026-01-31T12:00:00Z").build();

    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private static ControlPlane control;

    private String namespace;
    private KubernetesCluster cluster;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        control = ControlPlane.orSkip(folder);
    }

    @AfterAll
    static void stop() {
        if (control != null) {
            control.close();
        }
    }

    @BeforeEach
    void serveTheFirst() throws Exception {
        namespace = "f" + NAMESPACES.incrementAndGet();
        control.namespace(namespace);
        cluster = control.cluster(namespace);
        Deployer first = deployer(request("1", "fake"));
        first.promote("");
        assertThat(finish(first).outcome()).isEqualTo(Outcome.PROMOTED);
    }

    @AfterEach
    void disconnect() {
        cluster.close();
    }

    private static ReleaseRequest request(String id, String node) throws IOException {
        Manifest manifest = Manifest.parse(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: fraud}
                spec:
                  replicas: 2
                  template:
                    spec:
                      nodeSelector: {pods: "${node}"}
                      tolerations: [{key: tests, operator: Exists}]
                      containers: [{name: model, image: "${image}", ports: [{name: http, containerPort: 8080}]}]
                """,
                "model.yaml",
                Map.of("image", "r/fraud:" + id, "node", node));
        return new ReleaseRequest("fraud", manifest, new Author(id, "job/" + id, "holder of " + id)).with(QUICK);
    }

    private Deployer deployer(ReleaseRequest request) {
        return new Deployer(cluster, Prometheus.NONE, request, ReleaseListener.SILENT);
    }

    private static Progress.Finished finish(Deployer deployer) throws IOException, InterruptedException {
        return new Driver(Clock.systemUTC(), time -> Thread.sleep(Math.min(time.toMillis(), 300)), progress -> {})
                .run(deployer, () -> {
                    deployer.promote("");
                    return true;
                });
    }

    private static void runTo(Deployer deployer, State state) throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            if (deployer.step(Instant.now()).state() == state) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("never " + state);
    }

    /** Both pods of green, once they have a node. */
    private void report(Deployer deployer, boolean ready, int restarts, ContainerState now, ContainerState before)
            throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            List<Pod> pods = control
                    .admin()
                    .pods()
                    .inNamespace(namespace)
                    .withLabel("mlops.jenkins.io/colour", "green")
                    .list()
                    .getItems()
                    .stream()
                    .filter(pod -> pod.getSpec().getNodeName() != null)
                    .toList();
            if (pods.size() == 2) {
                pods.forEach(pod -> report(pod, ready, restarts, now, before));
                return;
            }
            deployer.step(Instant.now());
            Thread.sleep(100);
        }
        throw new AssertionError("the pods were not scheduled");
    }

    private static void report(Pod pod, boolean ready, int restarts, ContainerState now, ContainerState before) {
        control.admin()
                .pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .resource(new PodBuilder(pod)
                        .editStatus()
                        .withPhase("Running")
                        .removeMatchingFromConditions(
                                condition -> condition.getType().equals("Ready"))
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(ready ? "True" : "False")
                        .withLastTransitionTime("2026-01-31T12:00:00Z")
                        .endCondition()
                        .withContainerStatuses(new ContainerStatusBuilder()
                                .withName("model")
                                .withImage(pod.getSpec().getContainers().get(0).getImage())
                                .withImageID("")
                                .withReady(ready)
                                .withRestartCount(restarts)
                                .withState(now)
                                .withLastState(before)
                                .build())
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private void crash(Deployer deployer) throws IOException, InterruptedException {
        report(
                deployer,
                false,
                4,
                new ContainerStateBuilder()
                        .withNewWaiting("back-off 40s restarting failed container", "CrashLoopBackOff")
                        .build(),
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(137)
                        .withReason("OOMKilled")
                        .endTerminated()
                        .build());
    }

    private void assertThatBlueServes() throws IOException {
        assertThat(cluster.service("fraud").orElseThrow().selector()).containsEntry("mlops.jenkins.io/colour", "blue");
        assertThat(cluster.deployment("fraud-blue").orElseThrow())
                .returns(true, found -> found.isReady())
                .returns(2, found -> found.desired())
                .returns("r/fraud:1", found -> found.image());
    }

    @Test
    void shouldSayThatTheContainerCrashes() throws Exception {
        Deployer deployer = deployer(request("2", "tests"));
        crash(deployer);

        Progress.Finished finished = finish(deployer);

        assertThat(finished.outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(finished.message())
                .contains(
                        "container model of pod fraud-green-",
                        "has ended 5 times, last with exit code 137 (OOMKilled)");
        assertThatBlueServes();
        assertThat(cluster.deployment("fraud-green")).isEmpty();
    }

    @Test
    void shouldSayThatTheContainerCannotBeMade() throws Exception {
        Deployer deployer = deployer(request("2", "tests"));
        report(
                deployer,
                false,
                0,
                new ContainerStateBuilder()
                        .withNewWaiting("configmap \"settings\" not found", "CreateContainerConfigError")
                        .build(),
                null);

        assertThat(finish(deployer).message())
                .contains("cannot be started (CreateContainerConfigError): configmap \"settings\" not found");
        assertThatBlueServes();
    }

    @Test
    void shouldSayThatTheReplicasNeverGetReady() throws Exception {
        Deployer deployer = deployer(request("2", "tests").with(QUICK.withReady(Duration.ofSeconds(8))));
        report(deployer, false, 0, RUNNING, null);

        Progress.Finished finished = finish(deployer);

        assertThat(finished.outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(finished.message()).contains("not ready within 8 s: 0 of 2 replicas of fraud-green are ready");
        assertThatBlueServes();
    }

    @Test
    void shouldNotSwitchToPodsThatFailAfterTheyWereReady() throws Exception {
        Deployer deployer = deployer(request("2", "tests"));
        report(deployer, true, 0, RUNNING, null);
        runTo(deployer, State.VERIFYING);
        crash(deployer);
        awaitReady("fraud-green", 0);

        Progress.Finished finished = finish(deployer);

        assertThat(finished.outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(finished.message())
                .contains("no longer ready when it was to be switched", "exit code 137 (OOMKilled)");
        assertThatBlueServes();
    }

    @Test
    void shouldGoBackFromPodsThatFailOnceTheyServe() throws Exception {
        Deployer deployer = deployer(request("2", "tests")
                .with(QUICK.withKeepOld(Duration.ofMinutes(5)))
                .with(new Observation(Duration.ofMinutes(5), Duration.ofSeconds(1), 1, 100, List.of())));
        report(deployer, true, 0, RUNNING, null);
        deployer.promote("ann");
        runTo(deployer, State.OBSERVING);
        assertThat(cluster.service("fraud").orElseThrow().selector()).containsEntry("mlops.jenkins.io/colour", "green");
        assertThat(cluster.deployment("fraud-green").orElseThrow().isReady()).isTrue();
        crash(deployer);

        Progress.Finished finished = finish(deployer);

        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.message()).contains("exit code 137 (OOMKilled)");
        assertThatBlueServes();
    }

    @Test
    void shouldSayThatTheServiceWasDeletedAndServeAgainWithTheNextRelease() throws Exception {
        Deployer deployer = deployer(request("2", "fake"));
        runTo(deployer, State.VERIFYING);
        control.admin().services().inNamespace(namespace).withName("fraud").delete();

        assertThatThrownBy(() -> finish(deployer))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("Service fraud in namespace " + namespace + " is gone")
                .hasMessageContaining("a new release makes the Service again");
        assertThat(cluster.deployment("fraud-blue").orElseThrow().isReady()).isTrue();

        Deployer next = deployer(request("3", "fake"));
        next.promote("");
        forgetTheLock();
        assertThat(finish(next).outcome()).isEqualTo(Outcome.PROMOTED);
        String colour = cluster.service("fraud").orElseThrow().selector().get("mlops.jenkins.io/colour");
        assertThat(cluster.deployment("fraud-" + colour).orElseThrow())
                .returns(true, found -> found.isReady())
                .returns("r/fraud:3", found -> found.image());
    }

    /** In place of the minute after which the lock of the release that has lost its Service is lost. */
    private void forgetTheLock() {
        control.admin().leases().inNamespace(namespace).withName("fraud-deploy").delete();
    }

    private void awaitReady(String deployment, int ready) throws IOException, InterruptedException {
        for (int i = 0; i < 300; i++) {
            if (cluster.deployment(deployment).orElseThrow().ready() == ready) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(deployment + " never has " + ready + " ready replicas");
    }
}

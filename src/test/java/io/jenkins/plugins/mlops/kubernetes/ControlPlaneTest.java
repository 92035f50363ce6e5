package io.jenkins.plugins.mlops.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.deploy.Cluster;
import io.jenkins.plugins.mlops.deploy.DeployException;
import io.jenkins.plugins.mlops.deploy.Deployer;
import io.jenkins.plugins.mlops.deploy.Deployments;
import io.jenkins.plugins.mlops.deploy.Driver;
import io.jenkins.plugins.mlops.deploy.HistoryEntry;
import io.jenkins.plugins.mlops.deploy.Manifest;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Prometheus;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.ReleaseRequest;
import io.jenkins.plugins.mlops.deploy.Rollback;
import io.jenkins.plugins.mlops.deploy.RollbackRequest;
import io.jenkins.plugins.mlops.deploy.State;
import io.jenkins.plugins.mlops.deploy.Steps;
import io.jenkins.plugins.mlops.deploy.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases against a real API server, with real controllers and scheduler. */
class ControlPlaneTest {

    private static final Timing QUICK = Timing.DEFAULTS
            .withReady(Duration.ofSeconds(60))
            .withScheduling(Duration.ofSeconds(3))
            .withKeepOld(Duration.ZERO)
            .withDrain(Duration.ZERO);

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
    void connect() throws IOException {
        namespace = "n" + NAMESPACES.incrementAndGet();
        control.namespace(namespace);
        cluster = control.cluster(namespace);
    }

    @AfterEach
    void disconnect() {
        cluster.close();
    }

    private static Author author(String id) {
        return new Author(id, "job/" + id, "holder of " + id);
    }

    private static Manifest manifest(String image, String node) {
        try {
            return Manifest.parse(
                    """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: settings}
                    data: {image: "${image}"}
                    ---
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: fraud}
                    spec:
                      replicas: 2
                      template:
                        spec:
                          nodeSelector: {pods: "${node}"}
                          tolerations: [{key: tests, operator: Exists}]
                          containers:
                            - name: model
                              image: ${image}
                              ports: [{name: http, containerPort: 8080}]
                              envFrom: [{configMapRef: {name: settings}}]
                    ---
                    apiVersion: policy/v1
                    kind: PodDisruptionBudget
                    metadata: {name: fraud}
                    spec: {minAvailable: 1}
                    ---
                    apiVersion: autoscaling/v2
                    kind: HorizontalPodAutoscaler
                    metadata: {name: fraud}
                    spec: {maxReplicas: 4, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: fraud}}
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: fraud}
                    spec: {ports: [{port: 80, targetPort: http}]}
                    """,
                    "model.yaml",
                    Map.of("image", image, "node", node));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ReleaseRequest request(String id) {
        return new ReleaseRequest("fraud", manifest("r/fraud:" + id, "fake"), author(id)).with(QUICK);
    }

    private static Deployer deployer(Cluster seen, ReleaseRequest request) {
        return new Deployer(seen, Prometheus.NONE, request, ReleaseListener.SILENT);
    }

    private static Progress.Finished run(Steps steps) throws IOException {
        try {
            return new Driver(Clock.systemUTC(), time -> Thread.sleep(Math.min(time.toMillis(), 500)), progress -> {})
                    .run(steps, () -> {
                        if (steps instanceof Deployer deployer) {
                            deployer.promote("");
                        }
                        return true;
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Progress.Finished deploy(String id) throws IOException {
        return run(deployer(cluster, request(id)));
    }

    private Rollback rollback(String id) {
        return new Rollback(
                cluster, new RollbackRequest("fraud", author(id), "recall fell", QUICK), ReleaseListener.SILENT);
    }

    private Map<String, String> selector() {
        return control.admin()
                .services()
                .inNamespace(namespace)
                .withName("fraud")
                .get()
                .getSpec()
                .getSelector();
    }

    private void runTo(Steps steps, State state) throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            if (steps.step(Instant.now()).state() == state) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("never " + state);
    }

    @Test
    void shouldReleaseTwiceAndRollBack() throws IOException {
        assertThat(deploy("1").outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(deploy("2").message()).isEqualTo("green (r/fraud:2) serves");
        assertThat(selector())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("mlops.jenkins.io/app", "fraud", "mlops.jenkins.io/colour", "green"));
        assertThat(cluster.deployment("fraud-blue").orElseThrow().desired()).isZero();

        assertThat(run(rollback("b")).outcome()).isEqualTo(Outcome.ROLLED_BACK);

        assertThat(selector()).containsEntry("mlops.jenkins.io/colour", "blue");
        assertThat(cluster.deployment("fraud-blue").orElseThrow().isReady()).isTrue();
        assertThat(cluster.deployment("fraud-green").orElseThrow().desired()).isZero();
        assertThat(deploy("3").outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(new Deployments(cluster).all()).singleElement().satisfies(app -> assertThat(app.history())
                .extracting(HistoryEntry::outcome)
                .containsExactly(Outcome.PROMOTED, Outcome.PROMOTED, Outcome.ROLLED_BACK, Outcome.PROMOTED));
        assertThat(control.admin().v1().events().inNamespace(namespace).list().getItems())
                .filteredOn(event -> event.getReason().startsWith("Release"))
                .extracting(event -> event.getReason())
                .contains("ReleaseDeploying", "ReleaseSwitching", "ReleaseRollingBack", "ReleaseRolledBack");
    }

    @Test
    void shouldWorkWithTheRoleOfTheDocsAndNameWhatIsMissingWithoutIt() throws IOException {
        try (KubernetesCluster asNobody = control.clusterAs("nobody", namespace);
                KubernetesCluster asDeployer = control.clusterAs("deployer", namespace)) {
            assertThatThrownBy(() -> run(deployer(asNobody, request("1"))))
                    .isInstanceOf(DeployException.class)
                    .hasMessageContaining("Service fraud")
                    .hasMessageContaining("forbidden");

            Path docs = Files.isDirectory(Path.of("docs")) ? Path.of("docs") : Path.of("..", "docs");
            String role = Files.readString(docs.resolve("deploy-role.yaml"));
            apply(role.replace("patch, deletecollection", "patch"));
            control.bindRole("deployer", namespace);
            assertThatThrownBy(() -> run(deployer(asDeployer, request("1"))))
                    .isInstanceOf(DeployException.class)
                    .hasMessageContaining(
                            "may not: deletecollection deployments.apps, deletecollection configmaps, deletecollection horizontalpodautoscalers.autoscaling, deletecollection poddisruptionbudgets.policy");

            apply(role);
            assertThat(run(deployer(asDeployer, request("1"))).outcome()).isEqualTo(Outcome.PROMOTED);
        }
    }

    private void apply(String yaml) {
        control.admin()
                .resource(yaml)
                .inNamespace(namespace)
                .fieldManager("tests")
                .serverSideApply();
    }

    @Test
    void shouldAdoptAPlainDeploymentAndService() throws IOException, InterruptedException {
        apply(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: fraud}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: fraud}}
                  template:
                    metadata: {labels: {app: fraud}}
                    spec: {nodeSelector: {pods: fake}, containers: [{name: m, image: "legacy:7"}]}
                """);
        apply(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: fraud}
                spec: {selector: {app: fraud}, ports: [{port: 80, targetPort: http}]}
                """);
        Deployer deployer = deployer(cluster, request("1"));
        runTo(deployer, State.VERIFYING);
        assertThat(selector()).isEqualTo(Map.of("app", "fraud"));

        assertThat(run(deployer).outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(selector())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("mlops.jenkins.io/app", "fraud", "mlops.jenkins.io/colour", "blue"));
        assertThat(cluster.deployment("fraud").orElseThrow().desired()).isZero();

        assertThat(run(rollback("b")).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(selector()).isEqualTo(Map.of("app", "fraud"));
        assertThat(cluster.deployment("fraud").orElseThrow().desired()).isEqualTo(3);
    }

    @Test
    void shouldNameTheFieldAndItsManagerOnAConflict() throws IOException {
        deploy("1");
        control.admin()
                .configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("settings-green")
                        .endMetadata()
                        .addToData("image", "mine")
                        .build())
                .fieldManager("ann")
                .serverSideApply();

        Progress.Finished finished = deploy("2");

        assertThat(finished.outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(finished.message())
                .contains("could not apply ConfigMap settings-green in namespace " + namespace
                        + ": .data.image is owned by ann");
        assertThat(selector()).containsEntry("mlops.jenkins.io/colour", "blue");
    }

    @Test
    void shouldTakeOverTheReplicasThatAnAutoscalerHasSet() throws IOException {
        deploy("1");
        deploy("2");
        control.admin()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("fraud-blue")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("kube-controller-manager")
                                .build(),
                        "{\"spec\":{\"replicas\":1}}");

        assertThat(deploy("3").outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(cluster.deployment("fraud-blue").orElseThrow().desired()).isEqualTo(2);
    }

    @Test
    void shouldSayWhichQuotaIsExceeded() throws IOException {
        deploy("1");
        control.admin()
                .resourceQuotas()
                .inNamespace(namespace)
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("small")
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("pods", new Quantity("3"))
                        .endSpec()
                        .build())
                .create();

        Progress.Finished finished = deploy("2");

        assertThat(finished.outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(finished.message()).contains("no pods can be made", "exceeded quota: small");
        assertThat(cluster.deployment("fraud-green")).isEmpty();
    }

    @Test
    void shouldSayWhyTheSchedulerFindsNoNode() throws IOException {
        ReleaseRequest request = new ReleaseRequest("fraud", manifest("r/fraud:1", "nowhere"), author("1")).with(QUICK);

        assertThat(run(deployer(cluster, request)).message())
                .contains("finds no node", "didn't match Pod's node affinity/selector");
    }

    @Test
    void shouldSayWhichImageCannotBePulled() throws IOException, InterruptedException {
        deploy("1");
        Deployer deployer =
                deployer(cluster, new ReleaseRequest("fraud", manifest("r/fraud:2", "tests"), author("2")).with(QUICK));
        runTo(deployer, State.DEPLOYING);
        Pod pod = firstPod(deployer);
        pod.getStatus()
                .setContainerStatuses(List.of(new ContainerStatusBuilder()
                        .withName("model")
                        .withImage("r/fraud:2")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withState(new ContainerStateBuilder()
                                .withNewWaiting("Back-off pulling image: manifest unknown", "ImagePullBackOff")
                                .build())
                        .build()));
        control.admin().pods().inNamespace(namespace).resource(pod).updateStatus();

        Progress.Finished finished = run(deployer);

        assertThat(finished.outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(finished.message())
                .contains("the image r/fraud:2 cannot be pulled (ImagePullBackOff)", "manifest unknown");
        assertThat(selector()).containsEntry("mlops.jenkins.io/colour", "blue");
    }

    private Pod firstPod(Deployer deployer) throws IOException, InterruptedException {
        for (int i = 0; i < 300; i++) {
            deployer.step(Instant.now());
            Optional<Pod> pod = control
                    .admin()
                    .pods()
                    .inNamespace(namespace)
                    .withLabel("mlops.jenkins.io/colour", "green")
                    .list()
                    .getItems()
                    .stream()
                    .filter(found -> found.getSpec().getNodeName() != null)
                    .findFirst();
            if (pod.isPresent()) {
                return pod.get();
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no pod was scheduled");
    }

    @Test
    void shouldNotGuessWhenTheSelectorWasEditedByHand() throws IOException {
        deploy("1");
        control.admin()
                .services()
                .inNamespace(namespace)
                .withName("fraud")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"selector\":{\"mlops.jenkins.io/colour\":\"green\"}}}");

        assertThatThrownBy(() -> deploy("2")).hasMessageContaining("Somebody has changed Service fraud by hand");
    }

    @Test
    void shouldCarryOnAfterTheApiServerWasKilled() throws IOException, InterruptedException {
        deploy("1");
        Deployer deployer = deployer(cluster, request("2"));
        runTo(deployer, State.DEPLOYING);

        control.killApiServer();
        Progress away = deployer.step(Instant.now());
        assertThat(away.message()).contains("could not read Service fraud", "asking again in");
        control.startAgain();

        assertThat(run(deployer).outcome()).isEqualTo(Outcome.PROMOTED);
    }

    @Test
    void shouldComeOutTheSameWhereverItWasKilled() throws IOException {
        deploy("1");
        Deployment before = deployment("fraud-blue");
        int round = 2;
        for (String call : List.of("createService", "apply", "write", "patch", "record", "scale", "deployment")) {
            String id = String.valueOf(round++);
            Cluster deadly = Dying.after(cluster, call, 2);
            try {
                run(deployer(deadly, request(id)));
            } catch (Dying.Killed e) {
                assertThat(run(deployer(cluster, request(id))).outcome())
                        .as("killed after %s", call)
                        .isEqualTo(Outcome.PROMOTED);
            }
            String live = selector().get("mlops.jenkins.io/colour");
            String spare = live.equals("blue") ? "green" : "blue";
            assertThat(cluster.deployment("fraud-" + live).orElseThrow())
                    .as("killed after %s", call)
                    .returns(true, found -> found.isReady())
                    .returns("r/fraud:" + id, found -> found.image());
            assertThat(cluster.deployment("fraud-" + spare).orElseThrow().desired())
                    .as("killed after %s", call)
                    .isZero();
        }
        assertThat(deployment("fraud-blue").getMetadata().getUid())
                .isEqualTo(before.getMetadata().getUid());
    }

    private Deployment deployment(String name) {
        return control.admin()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .get();
    }
}

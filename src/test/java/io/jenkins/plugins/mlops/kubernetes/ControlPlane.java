package io.jenkins.plugins.mlops.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A real API server with etcd, controllers and scheduler, started by {@code .ci/kubernetes} from the programs in the folder {@code MLOPS_KUBERNETES_BIN}. Pods on the node
 * {@code fake} are played by kwok; those on the node {@code tests}, which
 * only pods get that tolerate its taint of that name, are left to the test.
 */
public final class ControlPlane implements AutoCloseable {

    /** What kwok's pods need to be scheduled on a node of their own; pods for the test have the other one. */
    public static final Map<String, String> FAKE = Map.of("pods", "fake");

    public static final Map<String, String> TESTS = Map.of("pods", "tests");

    private static final int TIMEOUT_SECONDS = 120;

    private final Path folder;
    private final KubernetesClient admin;

    private ControlPlane(Path folder) throws IOException {
        this.folder = folder;
        script("start");
        this.admin = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig())))
                .build();
        node("fake", FAKE, Map.of("kwok.x-k8s.io/node", "fake"));
        node("tests", TESTS, Map.of(), new Taint("NoSchedule", "tests", null, "true"));
    }

    /** @param folder an empty one */
    public static ControlPlane orSkip(Path folder) throws IOException {
        String programs = System.getenv().getOrDefault("MLOPS_KUBERNETES_BIN", "");
        if (programs.isEmpty()) {
            System.err.println(
                    "##### SKIPPED: no Kubernetes (set MLOPS_KUBERNETES_BIN to what .ci/kubernetes install prints); releases against a real control plane are NOT tested #####");
        }
        assumeTrue(!programs.isEmpty(), "no Kubernetes");
        return new ControlPlane(folder);
    }

    public Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    /** A line of JSON for each request that was answered to the user {@code deployer}, oldest first. */
    public Path auditLog() {
        return folder.resolve("audit.log");
    }

    public KubernetesClient admin() {
        return admin;
    }

    /** A client that never asks twice: what of the cluster is played by a test has to notice at once that the API server is there again. Is closed by who asked for it. */
    KubernetesClient impatient() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(admin.getConfiguration())
                        .withRequestRetryBackoffLimit(0)
                        .withRequestTimeout(2000)
                        .build())
                .build();
    }

    /** Adds the node {@code real}, whose pods run in containers, for pods that ask for it by {@code pods: real} and tolerate its taint {@code real}. */
    void startNodeOrSkip() throws IOException {
        String missing = "";
        try {
            if (!Files.isExecutable(Path.of(System.getenv("MLOPS_KUBERNETES_BIN"), "kubelet"))) {
                throw new IOException("there is no kubelet, which .ci/kubernetes install-node builds");
            }
            script("install-node");
        } catch (IOException e) {
            missing = e.getMessage();
            System.err.println("##### SKIPPED: " + missing.strip()
                    + "; releases to pods that run in containers are NOT tested #####");
        }
        assumeTrue(missing.isEmpty(), missing);
        script("start-node");
    }

    /** A new namespace. */
    public void namespace(String name) {
        admin.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Gives a user the rights of docs/deploy-role.yaml, which has to be in the namespace. */
    public void bindRole(String user, String namespace) {
        admin.rbac()
                .roleBindings()
                .inNamespace(namespace)
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("mlops-pipeline")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "mlops-pipeline")
                        .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                        .build())
                .create();
    }

    KubernetesCluster cluster(String namespace) throws IOException {
        return Connections.open(
                new Access.KubeconfigText(Files.readString(kubeconfig()), Optional.empty()), Optional.of(namespace));
    }

    /** Of the API server, in PEM. */
    String certificate() throws IOException {
        return Files.readString(folder.resolve("certs").resolve("apiserver.crt"));
    }

    /** As one of the users of {@code .ci/kubernetes} who may do nothing of themselves. */
    KubernetesCluster clusterAs(String user, String namespace) throws IOException {
        return Connections.open(
                new Access.Token(admin.getMasterUrl().toString(), Optional.of(certificate()), user + "-token"),
                Optional.of(namespace));
    }

    /** Without a chance to say goodbye; it is gone when this returns. */
    void killApiServer() throws IOException {
        kill("kube-apiserver");
    }

    /** As a controller manager does that has lost its lease: what it knew is forgotten, and for how long it was going to leave an API server alone that was away. */
    void renewControllers() throws IOException {
        kill("kube-controller-manager");
        startAgain();
    }

    private void kill(String program) throws IOException {
        long pid = Long.parseLong(
                Files.readString(folder.resolve(program + ".pid")).strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        server.destroyForcibly();
        try {
            server.onExit().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IOException(program + " cannot be killed", e);
        }
    }

    /** Whatever does not run. */
    void startAgain() throws IOException {
        script("start");
    }

    /** One that is ready, and which nobody takes care of but kwok by its annotation. */
    private void node(String name, Map<String, String> labels, Map<String, String> annotations, Taint... taints) {
        Map<String, Quantity> capacity =
                Map.of("cpu", new Quantity("64"), "memory", new Quantity("256Gi"), "pods", new Quantity("500"));
        admin.nodes()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .withAnnotations(annotations)
                        .endMetadata()
                        .withNewSpec()
                        .withTaints(taints)
                        .endSpec()
                        .withNewStatus()
                        .withAllocatable(capacity)
                        .withCapacity(capacity)
                        .endStatus()
                        .build())
                .create();
    }

    private void script(String verb) throws IOException {
        Path root = Files.isDirectory(Path.of(".ci")) ? Path.of("") : Path.of("..");
        Path output = folder.resolve(verb + ".out");
        Process process = new ProcessBuilder(
                        root.resolve(".ci")
                                .resolve("kubernetes")
                                .toAbsolutePath()
                                .toString(),
                        verb,
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(
                        ".ci/kubernetes " + verb + " failed: " + Files.readString(output, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close();
        try {
            script("stop");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

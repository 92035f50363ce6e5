package io.jenkins.plugins.mlops.steps;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.domains.Domain;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.jenkins.plugins.mlops.deploy.Deployments;
import io.jenkins.plugins.mlops.deploy.HistoryEntry;
import io.jenkins.plugins.mlops.deploy.LiveApp;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.ReleaseRecord;
import io.jenkins.plugins.mlops.kubernetes.Access;
import io.jenkins.plugins.mlops.kubernetes.Connections;
import io.jenkins.plugins.mlops.kubernetes.ControlPlane;
import io.jenkins.plugins.mlops.kubernetes.KubernetesCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jvnet.hudson.test.JenkinsRule;

/** A namespace of a real control plane for one test, and Pipelines that release into it. */
final class ReleaseNamespace {

    static final String KUBECONFIG = "kubeconfig";

    /** Pods that nobody plays, so that they never get ready, where {@code pods} is {@code tests}. */
    static final String MANIFEST =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: '${app}'}
            spec:
              replicas: ${replicas}
              template:
                metadata: {labels: {app: '${app}'}}
                spec:
                  nodeSelector: {pods: '${pods}'}
                  tolerations: [{key: tests, operator: Exists}]
                  containers:
                  - name: model
                    image: '${image}'
                    ports: [{name: http, containerPort: 8080}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: '${app}'}
            spec: {ports: [{name: http, port: 80, targetPort: http}]}
            """;

    private final ControlPlane plane;
    private final String name;

    ReleaseNamespace(ControlPlane plane) {
        this.plane = plane;
        this.name = "t" + UUID.randomUUID().toString().substring(0, 8);
        plane.namespace(name);
    }

    String name() {
        return name;
    }

    ControlPlane plane() {
        return plane;
    }

    /** The arguments that say where. */
    String where() {
        return "app: 'fraud', namespace: '" + name + "', kubeconfigId: '" + KUBECONFIG + "'";
    }

    void addKubeconfig(JenkinsRule jenkins) throws Exception {
        add(
                jenkins,
                new FileCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        KUBECONFIG,
                        "",
                        "config",
                        SecretBytes.fromRawBytes(Files.readAllBytes(plane.kubeconfig()))));
    }

    static void add(JenkinsRule jenkins, Credentials credentials) throws IOException {
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(Domain.global(), credentials);
    }

    static WorkflowJob job(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private LiveApp live() throws IOException {
        try (KubernetesCluster cluster = Connections.open(
                new Access.KubeconfigText(Files.readString(plane.kubeconfig()), Optional.empty()), Optional.of(name))) {
            return new Deployments(cluster).of("fraud").orElseThrow();
        }
    }

    boolean isEmpty() throws IOException {
        try (KubernetesCluster cluster = Connections.open(
                new Access.KubeconfigText(Files.readString(plane.kubeconfig()), Optional.empty()), Optional.of(name))) {
            return new Deployments(cluster).of("fraud").isEmpty();
        }
    }

    ReleaseRecord release() throws IOException {
        return live().release().orElseThrow();
    }

    String serves() throws IOException {
        return release().live().image();
    }

    List<Outcome> outcomes() throws IOException {
        return live().history().stream().map(HistoryEntry::outcome).toList();
    }

    HistoryEntry newest() throws IOException {
        List<HistoryEntry> history = live().history();
        return history.get(history.size() - 1);
    }

    /** As many as the Deployment of a colour is to have; empty where there is none. */
    Optional<Integer> replicas(String colour) {
        return Optional.ofNullable(plane.admin()
                        .apps()
                        .deployments()
                        .inNamespace(name)
                        .withName("fraud-" + colour)
                        .get())
                .map(deployment -> deployment.getSpec().getReplicas());
    }

    /** As their node would, which nobody plays. */
    void makeReady(String colour) {
        String now = Instant.now().toString();
        for (Pod pod : plane.admin()
                .pods()
                .inNamespace(name)
                .withLabel("mlops.jenkins.io/colour", colour)
                .list()
                .getItems()) {
            plane.admin()
                    .pods()
                    .inNamespace(name)
                    .resource(new PodBuilder(pod)
                            .editStatus()
                            .withPhase("Running")
                            .withPodIP("10.1.1.1")
                            .withStartTime(now)
                            .addNewCondition()
                            .withType("ContainersReady")
                            .withStatus("True")
                            .endCondition()
                            .addNewCondition()
                            .withType("Ready")
                            .withStatus("True")
                            .withLastTransitionTime(now)
                            .endCondition()
                            .withContainerStatuses(new ContainerStatusBuilder()
                                    .withName("model")
                                    .withImage(
                                            pod.getSpec().getContainers().get(0).getImage())
                                    .withImageID("")
                                    .withReady(true)
                                    .withStarted(true)
                                    .withRestartCount(0)
                                    .withNewState()
                                    .withNewRunning(now)
                                    .endState()
                                    .build())
                            .endStatus()
                            .build())
                    .updateStatus();
        }
    }
}

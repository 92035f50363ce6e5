package io.jenkins.plugins.mlops.release;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;

/** fabric8's mock server with an app whose newest release has promoted green; it outlives restarts of the controller. */
final class MockCluster implements AutoCloseable {

    static final ReleaseSubject SUBJECT = new ReleaseSubject(
            "fraud", new ClusterAddress("prod", "kube", "", "", ""), Told.NEW, "r1", ReleaseSubject.Kind.DEPLOY);

    private final KubernetesMockServer server;
    private final KubernetesClient client;

    MockCluster() {
        Map<ServerRequest, Queue<ServerResponse>> expected = new HashMap<>();
        server = new KubernetesMockServer(
                new Context(), new MockWebServer(), expected, new KubernetesMixedDispatcher(expected), false);
        server.start();
        server.expect()
                .post()
                .withPath("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
                .andReturn(
                        201,
                        "{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\",\"spec\":{},\"status\":{\"allowed\":true}}")
                .always();
        // By itself it answers an event that is there already otherwise than a real API server, which says
        // AlreadyExists.
        server.expect()
                .post()
                .withPath("/api/v1/namespaces/prod/events")
                .andReturn(201, "{\"apiVersion\":\"v1\",\"kind\":\"Event\",\"metadata\":{\"name\":\"told\"}}")
                .always();
        client = server.createClient();
        client.services()
                .inNamespace("prod")
                .resource(service("r1", "fraud #7"))
                .create();
        blue(1);
    }

    /** The live Service, of which somebody has promoted green. */
    private static Service service(String release, String by) {
        JSONObject record = new JSONObject()
                .element("id", release)
                .element("inputs", "inputs")
                .element("state", "idle")
                .element("since", Told.START.plusSeconds(100).toString())
                .element("from", side("blue", Told.OLD))
                .element("to", side("green", Told.NEW))
                .element("switched", true)
                .element("by", by)
                .element("reason", "")
                .element("decidedBy", "")
                .element("outcome", "promoted")
                .element("buildUrl", "")
                .element("commit", "")
                .element("dataVersion", "")
                .element("modelDigest", "");
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("fraud")
                .addToAnnotations("mlops.jenkins.io/record", record.toString())
                .addToAnnotations("mlops.jenkins.io/history", "[]")
                .endMetadata()
                .withNewSpec()
                .withSelector(selector("green"))
                .endSpec()
                .build();
    }

    private static JSONObject side(String colour, String image) {
        return new JSONObject()
                .element("name", colour)
                .element("deployment", "fraud-" + colour)
                .element("selector", selector(colour))
                .element("replicas", 1)
                .element("image", image);
    }

    private static Map<String, String> selector(String colour) {
        return Map.of("mlops.jenkins.io/app", "fraud", "mlops.jenkins.io/colour", colour);
    }

    /** The Deployment that served before has as many replicas that are ready, of one. */
    void blue(int ready) {
        client.apps()
                .deployments()
                .inNamespace("prod")
                .resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName("fraud-blue")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(1)
                        .withNewTemplate()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("model")
                        .withImage(Told.OLD)
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .withNewStatus()
                        .withObservedGeneration(1_000L)
                        .withReplicas(1)
                        .withUpdatedReplicas(1)
                        .withReadyReplicas(ready)
                        .withAvailableReplicas(ready)
                        .endStatus()
                        .build())
                .createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
    }

    /** Another build has released. */
    void releaseAgain(String release, String by) {
        client.services().inNamespace("prod").resource(service(release, by)).update();
    }

    String servingColour() {
        return client.services()
                .inNamespace("prod")
                .withName("fraud")
                .get()
                .getSpec()
                .getSelector()
                .get("mlops.jenkins.io/colour");
    }

    String history() {
        return client.services()
                .inNamespace("prod")
                .withName("fraud")
                .get()
                .getMetadata()
                .getAnnotations()
                .get("mlops.jenkins.io/history");
    }

    /** Gives Jenkins a login for it, as {@link #SUBJECT} names it. */
    void addLogin() throws IOException {
        addLogin(
                """
                apiVersion: v1
                kind: Config
                clusters: [{name: mock, cluster: {server: "http://%s:%d"}}]
                users: [{name: ann, user: {token: secret}}]
                contexts: [{name: mock, context: {cluster: mock, user: ann}}]
                current-context: mock
                """
                        .formatted(server.getHostName(), server.getPort()));
    }

    static void addLogin(String kubeconfig) throws IOException {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .add(new FileCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "kube",
                        "",
                        "kubeconfig",
                        SecretBytes.fromBytes(kubeconfig.getBytes(StandardCharsets.UTF_8))));
        provider.save();
    }

    @Override
    public void close() {
        client.close();
        server.shutdown();
    }
}

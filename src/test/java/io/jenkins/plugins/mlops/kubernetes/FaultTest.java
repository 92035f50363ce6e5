package io.jenkins.plugins.mlops.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.deploy.Deployer;
import io.jenkins.plugins.mlops.deploy.Driver;
import io.jenkins.plugins.mlops.deploy.Manifest;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Prometheus;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.ReleaseRequest;
import io.jenkins.plugins.mlops.deploy.Rollback;
import io.jenkins.plugins.mlops.deploy.RollbackRequest;
import io.jenkins.plugins.mlops.deploy.Steps;
import io.jenkins.plugins.mlops.deploy.Timing;
import io.jenkins.plugins.mlops.kubernetes.FaultyProxy.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One request of a release and its rollback fails, each in its turn: the cluster comes out as if nothing had happened. By default one kind of fault for each request, another one for the next;
 * with {@code MLOPS_FAULTS=all} every kind for every request.
 */
class FaultTest {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Timing TIMING = Timing.DEFAULTS
            .withReady(Duration.ofMinutes(2))
            .withKeepOld(Duration.ZERO)
            .withDrain(Duration.ZERO);

    /** Most of the time they wait. */
    private static final int AT_ONCE = 12;

    @Test
    void shouldComeOutTheSameWhicheverRequestFails(@TempDir Path folder) throws Exception {
        try (ControlPlane control = ControlPlane.orSkip(folder)) {
            HttpClient http = FaultyProxy.trusting(control.certificate());
            Course undisturbed = new Course(control, http, "undisturbed", Optional.empty(), 0);
            undisturbed.call();
            List<Course> courses = new ArrayList<>();
            boolean all = "all".equals(System.getenv("MLOPS_FAULTS"));
            for (int at = 1; at <= undisturbed.calls; at++) {
                for (Fault fault : Fault.values()) {
                    if (all || fault.ordinal() == at % Fault.values().length) {
                        courses.add(
                                new Course(control, http, "f" + at + "-" + fault.ordinal(), Optional.of(fault), at));
                    }
                }
            }
            ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
            try {
                List<String> failures = new ArrayList<>();
                for (Future<Void> course : threads.invokeAll(courses)) {
                    try {
                        course.get();
                    } catch (ExecutionException e) {
                        failures.add(e.getCause().toString());
                    }
                }
                assertThat(failures).isEmpty();
            } finally {
                threads.shutdownNow();
            }
            TreeSet<String> struck = new TreeSet<>();
            for (Course course : courses) {
                assertThat(course.state)
                        .as(course.fault.orElseThrow() + " at request " + course.at + ": " + course.struck)
                        .isEqualTo(undisturbed.state);
                if (course.fault.get() == Fault.THROTTLED && !course.struck.equals("nothing")) {
                    assertThat(course.leftAlone)
                            .as("left alone after 429 to " + course.struck)
                            .isGreaterThanOrEqualTo(FaultyProxy.RETRY_AFTER.minusMillis(50));
                }
                struck.add(course.struck.replaceAll("/namespaces/[^/]*", ""));
            }
            System.out.println(courses.size() + " releases and rollbacks of " + undisturbed.calls
                    + " requests each, with a fault in one of them: all come out the same. Struck: " + struck);
            assertThat(struck)
                    .contains(
                            "PATCH /api/v1/services/fraud",
                            "PUT /apis/coordination.k8s.io/v1/leases/fraud-deploy",
                            "POST /api/v1/events")
                    .hasSizeGreaterThan(10);
        }
    }

    /** A release on top of one that serves, and the rollback, in a namespace of its own. */
    private static final class Course implements Callable<Void> {
        private final ControlPlane control;
        private final HttpClient http;
        private final String namespace;
        private final Optional<Fault> fault;
        private final int at;
        private int calls;
        private String struck = "";
        private Duration leftAlone = Duration.ZERO;
        private Map<String, Object> state = Map.of();

        Course(ControlPlane control, HttpClient http, String namespace, Optional<Fault> fault, int at) {
            this.control = control;
            this.http = http;
            this.namespace = namespace;
            this.fault = fault;
            this.at = at;
        }

        @Override
        public Void call() throws Exception {
            control.namespace(namespace);
            try (KubernetesCluster direct = control.cluster(namespace)) {
                finish(deployer(direct, "r1"), Outcome.PROMOTED);
            }
            URI server = URI.create(control.admin().getMasterUrl().toString());
            try (FaultyProxy proxy = new FaultyProxy(server, http, fault, at);
                    KubernetesCluster cluster = Connections.open(
                            new Access.Token(proxy.url(), Optional.empty(), "admin-token"),
                            Optional.of(namespace),
                            PATIENCE)) {
                finish(deployer(cluster, "r2"), Outcome.PROMOTED);
                finish(
                        new Rollback(
                                cluster,
                                new RollbackRequest("fraud", author("back"), "recall fell", TIMING),
                                ReleaseListener.SILENT),
                        Outcome.ROLLED_BACK);
                calls = proxy.calls();
                struck = proxy.struck();
                leftAlone = proxy.leftAlone();
            }
            state = seen(control.admin(), namespace);
            // The node has no place for the pods of all courses.
            control.admin().apps().deployments().inNamespace(namespace).delete();
            return null;
        }

        private void finish(Steps steps, Outcome expected) throws IOException, InterruptedException {
            Progress.Finished finished = new Driver(
                            Clock.systemUTC(), time -> Thread.sleep(time.toMillis()), progress -> {})
                    .run(steps, () -> {
                        if (steps instanceof Deployer deployer) {
                            deployer.promote("ann");
                        }
                        return true;
                    });
            assertThat(finished.outcome())
                    .as(fault + " at request " + at + ": " + finished.message())
                    .isEqualTo(expected);
        }
    }

    private static Author author(String id) {
        return new Author(id, "job/" + id, "holder of " + id);
    }

    private static Deployer deployer(KubernetesCluster cluster, String id) throws IOException {
        Manifest manifest = Manifest.parse(
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
                  replicas: 1
                  template:
                    spec:
                      nodeSelector: {pods: fake}
                      containers:
                        - name: model
                          image: ${image}
                          ports: [{name: http, containerPort: 8080}]
                          envFrom: [{configMapRef: {name: settings}}]
                """,
                "model.yaml",
                Map.of("image", "r/fraud:" + id));
        ReleaseRequest request = new ReleaseRequest("fraud", manifest, author(id)).with(TIMING);
        return new Deployer(cluster, Prometheus.NONE, request, ReleaseListener.SILENT);
    }

    /** Everything that a release writes but times, versions, and in how many pieces it came about. */
    private static Map<String, Object> seen(KubernetesClient client, String namespace) {
        Map<String, Object> state = new LinkedHashMap<>();
        client.services().inNamespace(namespace).list().getItems().forEach(service -> {
            state.put(
                    "labels of " + name(service),
                    new TreeMap<>(service.getMetadata().getLabels()));
            state.put("annotations of " + name(service), timeless(service));
            state.put(
                    "selector of " + name(service),
                    new TreeMap<>(service.getSpec().getSelector()));
        });
        client.apps().deployments().inNamespace(namespace).list().getItems().forEach(deployment -> {
            state.put("annotations of " + name(deployment), timeless(deployment));
            state.put("replicas of " + name(deployment), deployment.getSpec().getReplicas());
            state.put("pods of " + name(deployment), deployment.getSpec().getTemplate());
        });
        client.configMaps().inNamespace(namespace).list().getItems().stream()
                .filter(map -> !map.getMetadata().getName().equals("kube-root-ca.crt"))
                .forEach(map -> state.put(name(map), map.getData()));
        client.leases()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(lease -> state.put(
                        "holder of " + name(lease),
                        Optional.ofNullable(lease.getSpec().getHolderIdentity()).orElse("")));
        state.put(
                "events",
                new TreeSet<>(client.v1().events().inNamespace(namespace).list().getItems().stream()
                        .filter(event -> event.getReason().startsWith("Release"))
                        .map(event -> event.getMetadata().getName() + " " + event.getReason())
                        .toList()));
        return state;
    }

    private static String name(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    private static Map<String, String> timeless(HasMetadata object) {
        Map<String, String> annotations = new TreeMap<>(object.getMetadata().getAnnotations());
        annotations.remove("deployment.kubernetes.io/revision");
        annotations.replaceAll((key, value) -> value.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                // Of the manifest, which has the namespace in it.
                .replaceAll("\"inputs\":\"[0-9a-f]{64}\"", "INPUTS"));
        return annotations;
    }
}

package io.jenkins.plugins.mlops.kubernetes;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.mlops.deploy.Cluster;
import io.jenkins.plugins.mlops.deploy.ClusterEvent;
import io.jenkins.plugins.mlops.deploy.ClusterException;
import io.jenkins.plugins.mlops.deploy.ClusterException.Problem;
import io.jenkins.plugins.mlops.deploy.DeploymentStatus;
import io.jenkins.plugins.mlops.deploy.FieldConflictException;
import io.jenkins.plugins.mlops.deploy.FieldConflictException.Conflict;
import io.jenkins.plugins.mlops.deploy.HttpAnswer;
import io.jenkins.plugins.mlops.deploy.HttpQuestion;
import io.jenkins.plugins.mlops.deploy.LiveService;
import io.jenkins.plugins.mlops.deploy.LockLease;
import io.jenkins.plugins.mlops.deploy.Permission;
import io.jenkins.plugins.mlops.deploy.PodStatus;
import io.jenkins.plugins.mlops.deploy.Resource;
import io.jenkins.plugins.mlops.deploy.ServiceChange;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One namespace by way of its API server. To be closed when it is no longer used. */
public final class KubernetesCluster implements Cluster, AutoCloseable {

    private static final String FIELD_MANAGER = "mlops-pipeline";

    private static final String RIGHTS = "ask which rights these credentials have in namespace ";

    private final KubernetesClient client;
    private final String namespace;
    private final Requests requests;
    private final ServiceProxy proxy;

    /** @param retryAfter that listens to the client */
    KubernetesCluster(KubernetesClient client, String namespace, RetryAfter retryAfter) {
        this.client = client;
        this.namespace = namespace;
        this.requests = new Requests(retryAfter);
        this.proxy = new ServiceProxy(client, namespace);
    }

    @Override
    public String namespace() {
        return namespace;
    }

    private String of(String object) {
        return object + " in namespace " + namespace;
    }

    @Override
    public Optional<LiveService> service(String name) throws ClusterException {
        return Optional.ofNullable(requests.send("read " + of("Service " + name), () -> client.services()
                        .inNamespace(namespace)
                        .withName(name)
                        .get()))
                .map(Views::service);
    }

    @Override
    public List<LiveService> services(Map<String, String> labels) throws ClusterException {
        return requests.send(
                "list Services in namespace " + namespace,
                () -> client.services().inNamespace(namespace).withLabels(labels).list().getItems().stream()
                        .map(Views::service)
                        .toList());
    }

    @Override
    public LiveService createService(Resource service) throws ClusterException {
        // By its text, since a targetPort that is a long is refused where trees are converted.
        String json = client.getKubernetesSerialization().asJson(service.tree());
        Service object = client.getKubernetesSerialization().unmarshal(json, Service.class);
        return Views.service(requests.send(
                "create " + of("Service " + service.name()),
                () -> client.services().inNamespace(namespace).resource(object).create()));
    }

    @Override
    public LiveService patch(LiveService seen, ServiceChange change) throws ClusterException {
        Map<String, Object> patch = new LinkedHashMap<>();
        patch.put(
                "metadata",
                Map.of(
                        "resourceVersion", seen.resourceVersion(),
                        "labels", change.labels(),
                        "annotations", change.annotations()));
        change.selector().ifPresent(selector -> {
            // A merge patch takes away only what it names.
            Map<String, String> exactly = new LinkedHashMap<>();
            seen.selector().keySet().forEach(key -> exactly.put(key, null));
            exactly.putAll(selector);
            patch.put("spec", Map.of("selector", exactly));
        });
        String what = "patch " + of("Service " + seen.name());
        Service patched = requests.send(what, () -> client.services()
                .inNamespace(namespace)
                .withName(seen.name())
                .patch(merge(), client.getKubernetesSerialization().asJson(patch)));
        if (patched == null) {
            throw new ClusterException(Problem.NOT_FOUND, "could not " + what + ": it is gone", null);
        }
        return Views.service(patched);
    }

    private static PatchContext merge() {
        return new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(FIELD_MANAGER)
                .build();
    }

    @Override
    public void apply(Resource resource) throws ClusterException {
        try {
            apply(resource, false);
        } catch (FieldConflictException e) {
            if (!e.conflicts().stream().allMatch(conflict -> isOurs(resource, conflict))) {
                throw e;
            }
            apply(resource, true);
        }
    }

    /** What a patch of this program has set counts as another manager's; and how many replicas the colour that does not serve has is for the release to say. */
    private static boolean isOurs(Resource resource, Conflict conflict) {
        return conflict.manager().equals(FIELD_MANAGER)
                || (resource.kind().equals("Deployment") && conflict.field().equals(".spec.replicas"));
    }

    private void apply(Resource resource, boolean force) throws ClusterException {
        String what = "apply " + of(resource.toString());
        GenericKubernetesResource object =
                client.getKubernetesSerialization().convertValue(resource.tree(), GenericKubernetesResource.class);
        requests.send(what, () -> {
            var applicable = client.genericKubernetesResources(resource.apiVersion(), resource.kind())
                    .inNamespace(namespace)
                    .resource(object)
                    .fieldManager(FIELD_MANAGER);
            return (force ? applicable.forceConflicts() : applicable).serverSideApply();
        });
    }

    @Override
    public Optional<DeploymentStatus> deployment(String name) throws ClusterException {
        return Optional.ofNullable(requests.send("read " + of("Deployment " + name), () -> client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(name)
                        .get()))
                .map(Views::deployment);
    }

    @Override
    public List<DeploymentStatus> deployments() throws ClusterException {
        return requests.send(
                "list Deployments in namespace " + namespace,
                () -> client.apps().deployments().inNamespace(namespace).list().getItems().stream()
                        .map(Views::deployment)
                        .toList());
    }

    @Override
    public List<PodStatus> pods(Map<String, String> labels) throws ClusterException {
        return requests.send(
                "list pods in namespace " + namespace,
                () -> client.pods().inNamespace(namespace).withLabels(labels).list().getItems().stream()
                        .map(Views::pod)
                        .toList());
    }

    @Override
    public Set<String> endpoints(String service) throws ClusterException {
        return requests.send("list EndpointSlices of " + of("Service " + service), () -> client
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withLabel("kubernetes.io/service-name", service)
                .list()
                .getItems()
                .stream()
                .flatMap(Views::endpoints)
                .collect(Collectors.toSet()));
    }

    @Override
    public String log(String pod, String container, int lines) throws ClusterException {
        var logs = client.pods().inNamespace(namespace).withName(pod).inContainer(container);
        try {
            return requests.send(
                    "read the log of " + of("pod " + pod),
                    () -> logs.terminated().tailingLines(lines).getLog());
        } catch (ClusterException e) {
            if (e.problem() != Problem.INVALID) {
                throw e;
            }
            // It has no previous life.
            return requests.send("read the log of " + of("pod " + pod), () -> logs.tailingLines(lines)
                    .getLog());
        }
    }

    @Override
    public void scale(String deployment, int replicas) throws ClusterException {
        requests.send("scale " + of("Deployment " + deployment) + " to " + replicas, () -> client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName(deployment)
                .patch(merge(), "{\"spec\":{\"replicas\":" + replicas + "}}"));
    }

    @Override
    public void delete(Kind kind, Map<String, String> labels) throws ClusterException {
        requests.send("delete " + of(kind.kind() + "s"), () -> client.genericKubernetesResources(
                        kind.apiVersion(), kind.kind())
                .inNamespace(namespace)
                .withLabels(labels)
                .delete());
    }

    @Override
    public Optional<LockLease> lease(String name) throws ClusterException {
        return Optional.ofNullable(requests.send("read " + of("Lease " + name), () -> client.leases()
                        .inNamespace(namespace)
                        .withName(name)
                        .get()))
                .map(Views::lease);
    }

    @Override
    public LockLease write(Optional<LockLease> seen, LockLease lease) throws ClusterException {
        Lease object = new LeaseBuilder()
                .withNewMetadata()
                .withName(lease.name())
                .withNamespace(namespace)
                .addToLabels("app.kubernetes.io/managed-by", FIELD_MANAGER)
                .withResourceVersion(seen.map(LockLease::resourceVersion).orElse(null))
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(lease.holder())
                .withAcquireTime(time(lease.acquired()))
                .withRenewTime(time(lease.renewed()))
                .withLeaseDurationSeconds((int) lease.duration().toSeconds())
                .endSpec()
                .build();
        return Views.lease(requests.send("take " + of("Lease " + lease.name()), () -> {
            var resource = client.leases().inNamespace(namespace).resource(object);
            return seen.isEmpty()
                    ? resource.create()
                    : resource.lockResourceVersion(seen.get().resourceVersion()).update();
        }));
    }

    private static ZonedDateTime time(Instant instant) {
        return instant.atZone(ZoneOffset.UTC);
    }

    @Override
    public void record(ClusterEvent event) throws ClusterException {
        var object = new EventBuilder()
                .withNewMetadata()
                .withName(event.name())
                .withNamespace(namespace)
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("v1")
                .withKind("Service")
                .withName(event.about().name())
                .withNamespace(namespace)
                .withUid(event.about().uid())
                .endInvolvedObject()
                .withType(event.warning() ? "Warning" : "Normal")
                .withReason(event.reason())
                .withMessage(event.message())
                .withFirstTimestamp(event.at().toString())
                .withLastTimestamp(event.at().toString())
                .withCount(1)
                .withNewSource()
                .withComponent(FIELD_MANAGER)
                .endSource()
                .withReportingComponent("mlops.jenkins.io/" + FIELD_MANAGER)
                .withReportingInstance(shortened(event.by()))
                .build();
        try {
            client.v1().events().inNamespace(namespace).resource(object).create();
        } catch (KubernetesClientException e) {
            if (!isThere(e)) {
                throw requests.translated("record an event in namespace " + namespace, e);
            }
            // Somebody has recorded this one already.
        }
    }

    private static boolean isThere(KubernetesClientException failure) {
        return failure.getStatus() != null
                && "AlreadyExists".equals(failure.getStatus().getReason());
    }

    /** The API server takes at most 128 characters. */
    private static String shortened(String text) {
        return text.length() > 128 ? text.substring(0, 128) : text;
    }

    @Override
    public HttpAnswer ask(String service, HttpQuestion question) throws ClusterException {
        return proxy.ask(service, question);
    }

    /** All rules in one answer; what they do not show, which may be incomplete, is asked one by one. */
    @Override
    public Set<Permission> denied(Set<Permission> needed) throws ClusterException {
        List<ResourceRule> rules = rules();
        Set<Permission> denied = new LinkedHashSet<>();
        for (Permission permission : needed) {
            if (rules.stream().noneMatch(rule -> Views.grants(rule, permission)) && !isAllowed(permission)) {
                denied.add(permission);
            }
        }
        return denied;
    }

    private List<ResourceRule> rules() throws ClusterException {
        SelfSubjectRulesReview review = new SelfSubjectRulesReviewBuilder()
                .withNewSpec()
                .withNamespace(namespace)
                .endSpec()
                .build();
        try {
            SelfSubjectRulesReview answer = requests.send(
                    RIGHTS + namespace,
                    () -> client.authorization().v1().selfSubjectRulesReview().create(review));
            return answer.getStatus() == null || answer.getStatus().getResourceRules() == null
                    ? List.of()
                    : answer.getStatus().getResourceRules();
        } catch (ClusterException e) {
            if (e.isTransient()) {
                throw e;
            }
            return List.of();
        }
    }

    private boolean isAllowed(Permission permission) throws ClusterException {
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(permission.verb())
                .withGroup(permission.group())
                .withResource(permission.resource())
                .withSubresource(permission.subresource().isEmpty() ? null : permission.subresource())
                .endResourceAttributes()
                .endSpec()
                .build();
        SelfSubjectAccessReview answer = requests.send(
                RIGHTS + namespace,
                () -> client.authorization().v1().selfSubjectAccessReview().create(review));
        return answer.getStatus() != null
                && Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }

    @Override
    public void close() {
        client.close();
    }
}

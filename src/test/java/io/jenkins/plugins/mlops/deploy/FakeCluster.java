package io.jenkins.plugins.mlops.deploy;

import io.jenkins.plugins.mlops.deploy.ClusterException.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** A namespace in memory, whose controllers and kubelets do what the test says. */
final class FakeCluster implements Cluster {

    /** A Deployment and what has become of it. */
    static final class Workload {
        Resource resource;
        long generation = 1;
        long observed;
        int desired;
        int total;
        int updated;
        int ready;
        /** Reason and message of its containers; empty where they run. */
        String waiting = "";

        String waitingMessage = "";
        String unschedulable = "";
        String replicaFailure = "";

        String release() {
            return resource.texts("spec", "template", "metadata", "annotations").getOrDefault(AppNames.RELEASE, "");
        }

        Map<String, String> podLabels() {
            return resource.texts("spec", "template", "metadata", "labels");
        }

        boolean isReady() {
            return desired > 0 && observed == generation && updated == desired && total == desired && ready == desired;
        }
    }

    /** Is asked before the live Service changes what it selects. */
    interface SwitchGuard {
        void switching(LiveService seen, Map<String, String> selector);
    }

    final Map<String, LiveService> services = new TreeMap<>();
    final Map<String, Workload> workloads = new TreeMap<>();
    final Map<String, Resource> others = new TreeMap<>();
    final Map<String, LockLease> leases = new TreeMap<>();
    final Map<String, ClusterEvent> events = new LinkedHashMap<>();
    final List<String> forbidden = new ArrayList<>();
    /** Whether pods get ready as soon as they are asked for. */
    boolean quick = true;

    HttpAnswer answer = new HttpAnswer(200, "ok");
    SwitchGuard guard = (seen, selector) -> {};
    Set<String> lagging;
    private long version = 1;

    @Override
    public String namespace() {
        return "prod";
    }

    /** What the Deployment controller and the kubelets would do until nothing is left to do. */
    void settle() {
        workloads.values().forEach(this::settle);
    }

    private void settle(Workload workload) {
        workload.observed = workload.generation;
        workload.total = workload.desired;
        workload.updated = workload.desired;
        boolean runs =
                workload.waiting.isEmpty() && workload.unschedulable.isEmpty() && workload.replicaFailure.isEmpty();
        workload.ready = runs ? workload.desired : 0;
    }

    Workload workload(String name) {
        return workloads.get(name);
    }

    @Override
    public Optional<LiveService> service(String name) {
        return Optional.ofNullable(services.get(name));
    }

    @Override
    public List<LiveService> services(Map<String, String> labels) {
        return services.values().stream()
                .filter(service -> service.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    @Override
    public LiveService createService(Resource service) throws ClusterException {
        if (services.containsKey(service.name())) {
            throw problem(Problem.CONFLICT, "Service " + service.name() + " is there already");
        }
        return put(new LiveService(
                service.name(),
                UUID.nameUUIDFromBytes(service.name().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString(),
                "",
                service.texts("spec", "selector"),
                service.texts("metadata", "labels"),
                service.texts("metadata", "annotations")));
    }

    LiveService put(LiveService service) {
        LiveService stored = new LiveService(
                service.name(),
                service.uid(),
                String.valueOf(version++),
                service.selector(),
                service.labels(),
                service.annotations());
        services.put(service.name(), stored);
        return stored;
    }

    @Override
    public LiveService patch(LiveService seen, ServiceChange change) throws ClusterException {
        LiveService now = services.get(seen.name());
        if (now == null) {
            throw problem(Problem.NOT_FOUND, "Service " + seen.name() + " is gone");
        }
        if (!now.resourceVersion().equals(seen.resourceVersion())) {
            throw problem(Problem.CONFLICT, "Service " + seen.name() + " has changed");
        }
        change.selector().ifPresent(selector -> guard.switching(seen, selector));
        return put(new LiveService(
                now.name(),
                now.uid(),
                "",
                change.selector().orElse(now.selector()),
                merged(now.labels(), change.labels()),
                merged(now.annotations(), change.annotations())));
    }

    private static Map<String, String> merged(Map<String, String> old, Map<String, String> added) {
        Map<String, String> all = new HashMap<>(old);
        all.putAll(added);
        return all;
    }

    @Override
    public void apply(Resource resource) throws ClusterException {
        if (resource.is("apps", "Deployment")) {
            applyDeployment(resource);
        } else if (resource.is("", "Service")) {
            LiveService now = services.get(resource.name());
            if (now == null) {
                createService(resource);
            } else {
                Map<String, String> selector = resource.texts("spec", "selector");
                put(new LiveService(
                        now.name(),
                        now.uid(),
                        "",
                        selector.isEmpty() ? now.selector() : selector,
                        merged(now.labels(), resource.texts("metadata", "labels")),
                        merged(now.annotations(), resource.texts("metadata", "annotations"))));
            }
        } else {
            others.put(resource.toString(), resource);
        }
    }

    private void applyDeployment(Resource resource) {
        Workload workload = workloads.computeIfAbsent(resource.name(), name -> new Workload());
        Object spec = resource.at("spec").orElseThrow();
        if (workload.resource == null) {
            workload.resource = resource;
        } else if (!workload.resource.at("spec").orElseThrow().equals(spec)
                || workload.desired != ((Number) resource.at("spec", "replicas").orElseThrow()).intValue()) {
            workload.resource = resource;
            workload.generation++;
            workload.updated = 0;
        }
        workload.desired = ((Number) resource.at("spec", "replicas").orElseThrow()).intValue();
        if (quick) {
            settle(workload);
        }
    }

    @Override
    public Optional<DeploymentStatus> deployment(String name) {
        return Optional.ofNullable(workloads.get(name)).map(this::status);
    }

    @Override
    public List<DeploymentStatus> deployments() {
        return workloads.values().stream().map(this::status).toList();
    }

    private DeploymentStatus status(Workload workload) {
        Resource resource = workload.resource;
        Map<?, ?> container = (Map<?, ?>)
                resource.list("spec", "template", "spec", "containers").get(0);
        return new DeploymentStatus(
                resource.name(),
                workload.generation,
                workload.observed,
                workload.desired,
                workload.total,
                workload.updated,
                workload.ready,
                workload.ready,
                resource.texts("metadata", "labels"),
                resource.texts("metadata", "annotations"),
                workload.podLabels(),
                String.valueOf(container.get("image")),
                workload.replicaFailure.isEmpty()
                        ? List.of()
                        : List.of(new DeploymentStatus.Condition(
                                "ReplicaFailure", true, "FailedCreate", workload.replicaFailure)));
    }

    @Override
    public List<PodStatus> pods(Map<String, String> labels) {
        List<PodStatus> pods = new ArrayList<>();
        for (Workload workload : workloads.values()) {
            if (workload.podLabels().entrySet().containsAll(labels.entrySet())) {
                for (int i = 0; i < workload.total; i++) {
                    pods.add(new PodStatus(
                            workload.resource.name() + "-" + i,
                            i < workload.ready,
                            workload.unschedulable,
                            Map.of(AppNames.RELEASE, workload.release()),
                            List.of(new PodStatus.Container(
                                    "model",
                                    status(workload).image(),
                                    3,
                                    workload.waiting,
                                    workload.waitingMessage,
                                    1,
                                    "Error"))));
                }
            }
        }
        return pods;
    }

    /** Those of the selector; or of the one before, where the controllers are behind. */
    @Override
    public Set<String> endpoints(String service) {
        if (lagging != null) {
            return lagging;
        }
        return services.containsKey(service)
                ? pods(services.get(service).selector()).stream()
                        .filter(PodStatus::ready)
                        .map(PodStatus::name)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    @Override
    public String log(String pod, String container, int lines) {
        return "Traceback (most recent call last):\nModuleNotFoundError: No module named 'sklearn'\n";
    }

    @Override
    public void scale(String deployment, int replicas) throws ClusterException {
        Workload workload = workloads.get(deployment);
        if (workload == null) {
            throw problem(Problem.NOT_FOUND, "there is no Deployment " + deployment);
        }
        workload.desired = replicas;
        workload.generation++;
        workload.ready = Math.min(workload.ready, replicas);
        if (quick) {
            settle(workload);
        }
    }

    @Override
    public void delete(Kind kind, Map<String, String> labels) {
        if (kind == Kind.DEPLOYMENT) {
            workloads.values().removeIf(workload -> workload.resource
                    .texts("metadata", "labels")
                    .entrySet()
                    .containsAll(labels.entrySet()));
        }
        others.values()
                .removeIf(resource -> resource.kind().equals(kind.kind())
                        && resource.texts("metadata", "labels").entrySet().containsAll(labels.entrySet()));
    }

    @Override
    public Optional<LockLease> lease(String name) {
        return Optional.ofNullable(leases.get(name));
    }

    @Override
    public LockLease write(Optional<LockLease> seen, LockLease lease) throws ClusterException {
        LockLease now = leases.get(lease.name());
        String expected = seen.map(LockLease::resourceVersion).orElse("");
        if (!expected.equals(now == null ? "" : now.resourceVersion())) {
            throw problem(Problem.CONFLICT, "Lease " + lease.name() + " has changed");
        }
        LockLease stored = new LockLease(
                lease.name(),
                lease.holder(),
                lease.acquired(),
                lease.renewed(),
                lease.duration(),
                String.valueOf(version++));
        leases.put(lease.name(), stored);
        return stored;
    }

    @Override
    public void record(ClusterEvent event) {
        events.putIfAbsent(event.name(), event);
    }

    @Override
    public HttpAnswer ask(String service, HttpQuestion question) {
        return answer;
    }

    @Override
    public Set<Permission> denied(Set<Permission> needed) {
        return needed.stream()
                .filter(permission -> forbidden.contains(permission.toString()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static ClusterException problem(Problem problem, String message) {
        return new ClusterException(problem, message, null);
    }
}

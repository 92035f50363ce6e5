package io.jenkins.plugins.mlops.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.jenkins.plugins.mlops.deploy.DeploymentStatus;
import io.jenkins.plugins.mlops.deploy.LiveService;
import io.jenkins.plugins.mlops.deploy.LockLease;
import io.jenkins.plugins.mlops.deploy.Permission;
import io.jenkins.plugins.mlops.deploy.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What the port shows of objects. Nearly every field of theirs may be absent. */
final class Views {

    private Views() {}

    static LiveService service(Service service) {
        ObjectMeta metadata = service.getMetadata();
        return new LiveService(
                metadata.getName(),
                text(metadata.getUid()),
                text(metadata.getResourceVersion()),
                map(service.getSpec() == null ? null : service.getSpec().getSelector()),
                map(metadata.getLabels()),
                map(metadata.getAnnotations()));
    }

    static DeploymentStatus deployment(Deployment deployment) {
        var metadata = deployment.getMetadata();
        var spec = deployment.getSpec();
        var status = Optional.ofNullable(deployment.getStatus())
                .orElseGet(io.fabric8.kubernetes.api.model.apps.DeploymentStatus::new);
        var template = spec.getTemplate();
        return new DeploymentStatus(
                metadata.getName(),
                metadata.getGeneration() == null ? 0 : metadata.getGeneration(),
                status.getObservedGeneration() == null ? 0 : status.getObservedGeneration(),
                spec.getReplicas() == null ? 1 : spec.getReplicas(),
                number(status.getReplicas()),
                number(status.getUpdatedReplicas()),
                number(status.getReadyReplicas()),
                number(status.getAvailableReplicas()),
                map(metadata.getLabels()),
                map(metadata.getAnnotations()),
                map(
                        template.getMetadata() == null
                                ? null
                                : template.getMetadata().getLabels()),
                template.getSpec().getContainers().stream()
                        .findFirst()
                        .map(Container::getImage)
                        .orElse(""),
                list(status.getConditions()).stream()
                        .map(condition -> new DeploymentStatus.Condition(
                                condition.getType(),
                                "True".equals(condition.getStatus()),
                                text(condition.getReason()),
                                text(condition.getMessage())))
                        .toList());
    }

    static PodStatus pod(Pod pod) {
        List<PodCondition> conditions =
                pod.getStatus() == null ? List.of() : list(pod.getStatus().getConditions());
        boolean ready = pod.getMetadata().getDeletionTimestamp() == null
                && conditions.stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
        String unschedulable = conditions.stream()
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "Unschedulable".equals(condition.getReason()))
                .map(condition -> text(condition.getMessage()))
                .findFirst()
                .orElse("");
        List<PodStatus.Container> containers = new ArrayList<>();
        if (pod.getStatus() != null) {
            list(pod.getStatus().getInitContainerStatuses()).forEach(status -> containers.add(container(status)));
            list(pod.getStatus().getContainerStatuses()).forEach(status -> containers.add(container(status)));
        }
        return new PodStatus(
                pod.getMetadata().getName(),
                ready,
                unschedulable,
                map(pod.getMetadata().getAnnotations()),
                containers);
    }

    private static PodStatus.Container container(ContainerStatus status) {
        var waiting = status.getState() == null ? null : status.getState().getWaiting();
        Optional<ContainerStateTerminated> ended = Optional.ofNullable(status.getLastState())
                .map(ContainerState::getTerminated)
                .or(() -> Optional.ofNullable(status.getState()).map(ContainerState::getTerminated));
        return new PodStatus.Container(
                status.getName(),
                text(status.getImage()),
                number(status.getRestartCount()),
                waiting == null ? "" : text(waiting.getReason()),
                waiting == null ? "" : text(waiting.getMessage()),
                ended.map(ContainerStateTerminated::getExitCode).orElse(-1),
                ended.map(ContainerStateTerminated::getReason).orElse(""));
    }

    static LockLease lease(Lease lease) {
        var spec = lease.getSpec();
        return new LockLease(
                lease.getMetadata().getName(),
                spec == null ? "" : text(spec.getHolderIdentity()),
                instant(spec == null ? null : spec.getAcquireTime()),
                instant(spec == null ? null : spec.getRenewTime()),
                Duration.ofSeconds(spec == null ? 0 : number(spec.getLeaseDurationSeconds())),
                text(lease.getMetadata().getResourceVersion()));
    }

    private static Instant instant(ZonedDateTime time) {
        return time == null ? Instant.EPOCH : time.toInstant();
    }

    private static int number(Integer value) {
        return value == null ? 0 : value;
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private static Map<String, String> map(Map<String, String> value) {
        Map<String, String> map = new LinkedHashMap<>(value == null ? Map.of() : value);
        map.values().removeIf(Objects::isNull);
        return map;
    }

    private static <T> List<T> list(List<T> value) {
        return value == null ? List.of() : value;
    }

    /** Names of the pods that are sent requests. */
    static Stream<String> endpoints(EndpointSlice slice) {
        return Optional.ofNullable(slice.getEndpoints()).orElse(List.of()).stream()
                .filter(endpoint -> endpoint.getTargetRef() != null
                        && (endpoint.getConditions() == null
                                || !Boolean.FALSE.equals(
                                        endpoint.getConditions().getServing())))
                .map(endpoint -> endpoint.getTargetRef().getName());
    }

    static boolean grants(ResourceRule rule, Permission permission) {
        String resource =
                permission.resource() + (permission.subresource().isEmpty() ? "" : "/" + permission.subresource());
        return (rule.getResourceNames() == null || rule.getResourceNames().isEmpty())
                && has(rule.getVerbs(), permission.verb())
                && has(rule.getApiGroups(), permission.group())
                && has(rule.getResources(), resource);
    }

    private static boolean has(List<String> allowed, String wanted) {
        return allowed != null && (allowed.contains("*") || allowed.contains(wanted));
    }
}

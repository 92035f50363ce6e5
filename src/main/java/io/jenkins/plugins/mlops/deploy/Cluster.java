package io.jenkins.plugins.mlops.deploy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One namespace of a Kubernetes cluster, as far as releases need it. Each method is one small request or a few of them, and does not retry: who asks decides whether
 * and when to ask again, by {@link ClusterException#isTransient}.
 */
public interface Cluster {

    String namespace();

    Optional<LiveService> service(String name) throws ClusterException;

    List<LiveService> services(Map<String, String> labels) throws ClusterException;

    /** @throws ClusterException {@link ClusterException.Problem#CONFLICT} where it is there already */
    LiveService createService(Resource service) throws ClusterException;

    /**
     * One patch that fails if the Service has changed since it was seen.
     *
     * @throws ClusterException {@link ClusterException.Problem#CONFLICT} where somebody else has changed it
     */
    LiveService patch(LiveService seen, ServiceChange change) throws ClusterException;

    /**
     * Server-side apply, as the field manager of this program.
     *
     * @throws FieldConflictException where another manager owns a field and has another value in it; fields of this program itself and the replicas of a Deployment,
     *     which an autoscaler may have set while it served, are taken over
     */
    void apply(Resource resource) throws ClusterException;

    Optional<DeploymentStatus> deployment(String name) throws ClusterException;

    List<DeploymentStatus> deployments() throws ClusterException;

    List<PodStatus> pods(Map<String, String> labels) throws ClusterException;

    /** @return names of the pods that the cluster sends a Service's requests to, which follow its selector with a delay */
    Set<String> endpoints(String service) throws ClusterException;

    /** @return the last lines, at most {@code lines}; of the container's previous life where it has one */
    String log(String pod, String container, int lines) throws ClusterException;

    void scale(String deployment, int replicas) throws ClusterException;

    /** Deletes all objects of the kind that have the labels, and does not wait until they are gone. */
    void delete(Kind kind, Map<String, String> labels) throws ClusterException;

    Optional<LockLease> lease(String name) throws ClusterException;

    /**
     * @param seen what it is to take the place of; empty to create it
     * @throws ClusterException {@link ClusterException.Problem#CONFLICT} where somebody was faster
     */
    LockLease write(Optional<LockLease> seen, LockLease lease) throws ClusterException;

    /** Records an event; one of the same name that is there already is the same event. */
    void record(ClusterEvent event) throws ClusterException;

    /** A request to a Service's pods by way of the API server. */
    HttpAnswer ask(String service, HttpQuestion question) throws ClusterException;

    /** @return those of the permissions that these credentials do not have, in their order */
    Set<Permission> denied(Set<Permission> needed) throws ClusterException;

    /** The kinds that come in colours. */
    enum Kind {
        DEPLOYMENT("apps/v1", "Deployment", "deployments"),
        CONFIG_MAP("v1", "ConfigMap", "configmaps"),
        AUTOSCALER("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
        DISRUPTION_BUDGET("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets");

        private final String apiVersion;
        private final String kind;
        private final String plural;

        Kind(String apiVersion, String kind, String plural) {
            this.apiVersion = apiVersion;
            this.kind = kind;
            this.plural = plural;
        }

        public String apiVersion() {
            return apiVersion;
        }

        public String kind() {
            return kind;
        }

        String plural() {
            return plural;
        }

        String group() {
            int slash = apiVersion.indexOf('/');
            return slash < 0 ? "" : apiVersion.substring(0, slash);
        }

        static Optional<Kind> of(Resource resource) {
            for (Kind kind : values()) {
                if (kind.kind.equals(resource.kind()) && kind.group().equals(resource.group())) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }
}

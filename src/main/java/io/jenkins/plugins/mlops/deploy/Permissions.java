package io.jenkins.plugins.mlops.deploy;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a release, or a rollback, does in the namespace; {@code docs/deploy-role.yaml} grants it. */
final class Permissions {

    private final Set<Permission> needed = new LinkedHashSet<>();

    private Permissions() {}

    static Permissions toRollBack() {
        Permissions permissions = new Permissions();
        permissions.add("", "services", "get", "list", "patch");
        permissions.add("apps", "deployments", "get", "list", "patch");
        permissions.add("", "pods", "list");
        permissions.add("", "pods/log", "get");
        permissions.add("discovery.k8s.io", "endpointslices", "list");
        permissions.add("", "events", "create");
        permissions.add("coordination.k8s.io", "leases", "get", "create", "update");
        return permissions;
    }

    static Permissions toDeploy(boolean smoke) {
        Permissions permissions = toRollBack();
        permissions.add("", "services", "create");
        for (Cluster.Kind kind : Cluster.Kind.values()) {
            permissions.add(kind.group(), kind.plural(), "get", "list", "create", "patch", "deletecollection");
        }
        if (smoke) {
            permissions.add("", "services/proxy", "get", "create");
        }
        return permissions;
    }

    private void add(String group, String resource, String... verbs) {
        int slash = resource.indexOf('/');
        for (String verb : verbs) {
            needed.add(
                    slash < 0
                            ? new Permission(verb, group, resource, "")
                            : new Permission(verb, group, resource.substring(0, slash), resource.substring(slash + 1)));
        }
    }

    Set<Permission> all() {
        return needed;
    }

    /** @throws DeployException that names all that is missing */
    void check(Cluster cluster) throws ClusterException, DeployException {
        String missing =
                cluster.denied(needed).stream().map(Permission::toString).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new DeployException("In namespace " + cluster.namespace() + " these credentials may not: "
                    + missing
                    + ". Grant it with a Role as docs/deploy-role.yaml has it. Nothing was changed.");
        }
    }
}

package io.jenkins.plugins.mlops.deploy;

import io.jenkins.plugins.mlops.document.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives a manifest a colour. Coloured are the Deployment and the ConfigMaps, HorizontalPodAutoscalers and PodDisruptionBudgets beside it: they get the colour's name as a
 * suffix, and what refers to them follows. All else is shared by both colours and applied as it is, save for the selector of the live Service.
 */
final class Colouring {

    /** Where a pod names a ConfigMap. */
    private static final List<String> CONFIG_MAP_REFERENCES = List.of("configMap", "configMapKeyRef", "configMapRef");

    private final AppNames names;
    private final String namespace;
    private final Manifest manifest;
    private final String release;
    private final Provenance provenance;

    /** @throws IllegalArgumentException where the manifest cannot be released in colours */
    Colouring(AppNames names, String namespace, Manifest manifest, String release, Provenance provenance) {
        this.names = names;
        this.namespace = namespace;
        this.manifest = manifest;
        this.release = release;
        this.provenance = provenance;
        List<Resource> deployments = manifest.resources().stream()
                .filter(resource -> resource.is("apps", "Deployment"))
                .toList();
        if (deployments.size() != 1) {
            throw new IllegalArgumentException("the manifest of " + names.app() + " has " + deployments.size()
                    + " Deployments; a release is about exactly one. Release others as apps of their own");
        }
        for (Resource resource : manifest.resources()) {
            String declared = resource.text("metadata", "namespace").orElse(namespace);
            if (!declared.equals(namespace)) {
                throw new IllegalArgumentException(resource + " says namespace " + declared
                        + ", but the release is made in " + namespace + "; take the namespace out of the manifest");
            }
        }
        if (replicas() < 1) {
            throw new IllegalArgumentException(
                    deployment() + " has " + replicas() + " replicas, which can never be ready; write 1 or more");
        }
    }

    private Resource deployment() {
        return manifest.resources().stream()
                .filter(resource -> resource.is("apps", "Deployment"))
                .findFirst()
                .orElseThrow();
    }

    int replicas() {
        return deployment()
                .at("spec", "replicas")
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).intValue())
                .orElse(1);
    }

    /** As many as serve now where an autoscaler decides on them: the new colour takes over all of the load at once. */
    int replicas(Side serving) {
        return manifest.resources().stream().anyMatch(resource -> Cluster.Kind.of(resource)
                        .filter(kind -> kind == Cluster.Kind.AUTOSCALER)
                        .isPresent())
                ? Math.max(replicas(), serving.replicas())
                : replicas();
    }

    /** A hash of all that is applied, whatever the colour. */
    String inputs() {
        List<Map<String, Object>> all = new ArrayList<>();
        shared().forEach(resource -> all.add(resource.tree()));
        coloured(Colour.BLUE, replicas()).forEach(resource -> all.add(resource.tree()));
        return Sha256.hex(RecordJson.text(all));
    }

    String image() {
        return deployment().list("spec", "template", "spec", "containers").stream()
                .filter(Map.class::isInstance)
                .map(container -> String.valueOf(((Map<?, ?>) container).get("image")))
                .findFirst()
                .orElse("");
    }

    /** Labels of the pods as the manifest has them. */
    Map<String, String> podLabels() {
        return deployment().texts("spec", "template", "metadata", "labels");
    }

    /** Ports of the live Service: those of the manifest's own, else port 80 to the first port of the container. */
    List<?> ports() {
        for (Resource resource : manifest.resources()) {
            if (isLiveService(resource)) {
                return resource.list("spec", "ports");
            }
        }
        Object port = deployment().list("spec", "template", "spec", "containers").stream()
                .filter(Map.class::isInstance)
                .map(container -> ((Map<?, ?>) container).get("ports"))
                .filter(List.class::isInstance)
                .flatMap(ports -> ((List<?>) ports).stream())
                .filter(Map.class::isInstance)
                .map(declared -> (Object) ((Map<?, ?>) declared).get("containerPort"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("neither a Service " + names.live() + " nor a port of "
                        + deployment() + " says where the pods listen; add one of them to the manifest"));
        return List.of(Map.of("name", "http", "port", 80, "targetPort", port, "protocol", "TCP"));
    }

    /** A Service with the ports of the live one. */
    Resource service(String name, Map<String, String> selector) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", "v1");
        tree.put("kind", "Service");
        return labelled(new Resource(tree)
                .with(name, "metadata", "name")
                .with(selector, "spec", "selector")
                .with(ports(), "spec", "ports"));
    }

    private boolean isLiveService(Resource resource) {
        return resource.is("", "Service") && resource.name().equals(names.live());
    }

    /** By which a request reaches the first port. */
    String port() {
        return ports().stream()
                .filter(Map.class::isInstance)
                .map(port -> String.valueOf(((Map<?, ?>) port).get("port")))
                .findFirst()
                .orElse("80");
    }

    /** What both colours use, without the preview Service. */
    List<Resource> shared() {
        List<Resource> shared = new ArrayList<>();
        for (Resource resource : manifest.resources()) {
            if (Cluster.Kind.of(resource).isEmpty()) {
                // What the live Service selects, and what it says of it, changes with the switch only.
                shared.add(isLiveService(resource) ? labelled(resource.without("spec", "selector")) : marked(resource));
            }
        }
        return shared;
    }

    /** What belongs to the colour; the Deployment comes last, so that all it needs is there. */
    List<Resource> coloured(Colour colour, int replicas) {
        Set<String> configMaps = manifest.resources().stream()
                .filter(resource -> resource.is("", "ConfigMap"))
                .map(Resource::name)
                .collect(Collectors.toSet());
        List<Resource> coloured = new ArrayList<>();
        for (Resource resource : manifest.resources()) {
            Cluster.Kind.of(resource)
                    .filter(kind -> kind != Cluster.Kind.DEPLOYMENT)
                    .ifPresent(kind -> coloured.add(belonging(resource, kind, colour)));
        }
        coloured.add(deployment(colour, configMaps).with(replicas, "spec", "replicas"));
        return coloured;
    }

    private Resource belonging(Resource resource, Cluster.Kind kind, Colour colour) {
        Resource renamed = inColour(resource.with(names.coloured(resource.name(), colour), "metadata", "name"), colour);
        return switch (kind) {
            case AUTOSCALER ->
                renamed.with(
                        Map.of("apiVersion", "apps/v1", "kind", "Deployment", "name", names.deployment(colour)),
                        "spec",
                        "scaleTargetRef");
            case DISRUPTION_BUDGET -> renamed.with(Map.of("matchLabels", names.selector(colour)), "spec", "selector");
            default -> renamed;
        };
    }

    private Resource deployment(Colour colour, Set<String> configMaps) {
        Resource deployment = deployment();
        for (String reference : CONFIG_MAP_REFERENCES) {
            deployment = deployment.changing(reference, source -> {
                if (configMaps.contains(String.valueOf(source.get("name")))) {
                    source.put("name", names.coloured(String.valueOf(source.get("name")), colour));
                }
                return source;
            });
        }
        String[] template = {"spec", "template", "metadata"};
        return inColour(deployment.with(names.deployment(colour), "metadata", "name"), colour)
                .with(Map.of("matchLabels", names.selector(colour)), "spec", "selector")
                .adding(labels(podLabels()), template[0], template[1], template[2], "labels")
                .adding(names.selector(colour), template[0], template[1], template[2], "labels")
                .adding(annotations(), template[0], template[1], template[2], "annotations");
    }

    private Resource inColour(Resource resource, Colour colour) {
        return marked(resource).adding(names.selector(colour), "metadata", "labels");
    }

    private Resource marked(Resource resource) {
        return labelled(resource).adding(annotations(), "metadata", "annotations");
    }

    private Resource labelled(Resource resource) {
        return resource.with(namespace, "metadata", "namespace")
                .adding(labels(resource.texts("metadata", "labels")), "metadata", "labels");
    }

    /** A name that the manifest gives stays. */
    private Map<String, String> labels(Map<String, String> given) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(AppNames.NAME, given.getOrDefault(AppNames.NAME, names.app()));
        labels.put(AppNames.MANAGED_BY, AppNames.MANAGER);
        labels.put(AppNames.APP, names.app());
        return labels;
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>(provenance.annotations());
        annotations.put(AppNames.RELEASE, release);
        return annotations;
    }
}

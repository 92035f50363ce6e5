package io.jenkins.plugins.mlops.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The manifest of an app that brings none: a Deployment with a readiness probe, and the Service before it.
 *
 * @param port that the container listens on
 * @param readyPath that answers with 200 once the model is loaded; empty to be content with an open port
 * @param requests, limits by resource: {@code cpu}, {@code memory}, {@code nvidia.com/gpu}
 */
public record DefaultManifest(
        String app,
        String image,
        int replicas,
        int port,
        String readyPath,
        Map<String, String> requests,
        Map<String, String> limits) {

    private static final String PORT_NAME = "http";

    public DefaultManifest {
        if (image.isBlank()) {
            throw new IllegalArgumentException("there is no image to deploy");
        }
        if (replicas < 1) {
            throw new IllegalArgumentException(replicas + " replicas serve nobody; write 1 or more");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("the port " + port + " is not within 1 and 65535");
        }
        if (!readyPath.isEmpty() && !readyPath.startsWith("/")) {
            throw new IllegalArgumentException("the path '" + readyPath + "' has to start with '/'");
        }
    }

    public Manifest manifest() {
        Map<String, String> labels = Map.of(AppNames.NAME, app);
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", app);
        container.put("image", image);
        container.put("ports", List.of(Map.of("name", PORT_NAME, "containerPort", port, "protocol", "TCP")));
        Map<String, Object> probe = new LinkedHashMap<>();
        if (readyPath.isEmpty()) {
            probe.put("tcpSocket", Map.of("port", PORT_NAME));
        } else {
            probe.put("httpGet", Map.of("path", readyPath, "port", PORT_NAME));
        }
        probe.put("periodSeconds", 2);
        container.put("readinessProbe", probe);
        if (!requests.isEmpty() || !limits.isEmpty()) {
            container.put("resources", Map.of("requests", requests, "limits", limits));
        }
        Resource deployment = object("apps/v1", "Deployment")
                .with(replicas, "spec", "replicas")
                .with(labels, "spec", "template", "metadata", "labels")
                .with(List.of(container), "spec", "template", "spec", "containers");
        Resource service = object("v1", "Service")
                .with(
                        List.of(Map.of("name", PORT_NAME, "port", 80, "targetPort", PORT_NAME, "protocol", "TCP")),
                        "spec",
                        "ports");
        return new Manifest(List.of(deployment, service));
    }

    private Resource object(String apiVersion, String kind) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", apiVersion);
        tree.put("kind", kind);
        return new Resource(tree).with(app, "metadata", "name");
    }
}

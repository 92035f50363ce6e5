package io.jenkins.plugins.mlops.deploy;

import java.util.Map;

/**
 * A Service as it was seen.
 *
 * @param uid by which events refer to it
 */
public record LiveService(
        String name,
        String uid,
        String resourceVersion,
        Map<String, String> selector,
        Map<String, String> labels,
        Map<String, String> annotations) {

    public LiveService {
        selector = Map.copyOf(selector);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}

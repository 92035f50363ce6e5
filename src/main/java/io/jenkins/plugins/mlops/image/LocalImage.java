package io.jenkins.plugins.mlops.image;

import java.util.List;
import java.util.Map;

/**
 * An image where the builder is.
 *
 * @param size bytes, unpacked
 * @param ports that the image exposes by TCP
 */
public record LocalImage(String id, Map<String, String> labels, long size, List<Integer> ports) {
    public LocalImage {
        labels = Map.copyOf(labels);
        ports = List.copyOf(ports);
    }
}

package io.jenkins.plugins.mlops.metrics;

/**
 * One leaf of a metrics or parameters file.
 *
 * @param file path in the repository, {@code /}-separated
 * @param name nested keys joined with dots, list items as {@code name[i]}
 */
public record Metric(String file, String name, Value value) {

    /** The name that is unique among several files, {@code file:name}, as DVC writes it. */
    public String qualifiedName() {
        return file + ":" + name;
    }
}

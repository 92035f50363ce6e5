package io.jenkins.plugins.mlops.plots;

import java.util.List;
import java.util.Optional;

/**
 * How a file is to be plotted: the properties that {@code dvc.yaml} gives a plot. What is not given is inferred from the data.
 *
 * @param template DVC's: {@code linear, simple, smooth, scatter, confusion, confusion_normalized, ...}
 * @param y the fields to draw; empty to infer them
 */
public record PlotDefinition(
        String path,
        Optional<String> template,
        Optional<String> title,
        Optional<String> x,
        List<String> y,
        Optional<String> xLabel,
        Optional<String> yLabel) {

    public PlotDefinition {
        y = List.copyOf(y);
    }

    public static PlotDefinition of(String path) {
        return new PlotDefinition(
                path,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}

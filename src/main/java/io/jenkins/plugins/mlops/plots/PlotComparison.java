package io.jenkins.plugins.mlops.plots;

import java.util.Optional;

/** @param baseline the plot of the same file in the baseline; empty where there is none or it was of another kind */
public record PlotComparison(Plot candidate, Optional<Plot> baseline) {

    public PlotComparison {
        if (baseline.isPresent() && baseline.get().getClass() != candidate.getClass()) {
            baseline = Optional.empty();
        }
    }

    public static PlotComparison of(Plot candidate) {
        return new PlotComparison(candidate, Optional.empty());
    }

    public static PlotComparison of(Plot candidate, Plot baseline) {
        return new PlotComparison(candidate, Optional.of(baseline));
    }

    public PlotComparison reducedTo(int points) {
        return new PlotComparison(candidate.reducedTo(points), baseline.map(plot -> plot.reducedTo(points)));
    }
}

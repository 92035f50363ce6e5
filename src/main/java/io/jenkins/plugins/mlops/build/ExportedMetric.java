package io.jenkins.plugins.mlops.build;

import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A number, and the bounds that the gate had for it; the remote API knows doubles only. */
@ExportedBean(defaultVisibility = 3)
public final class ExportedMetric {

    private final String name;
    private final Double value;
    private final Double min;
    private final Double max;

    ExportedMetric(String name, Double value, Double min, Double max) {
        this.name = name;
        this.value = value;
        this.min = min;
        this.max = max;
    }

    @Exported
    public String getName() {
        return name;
    }

    @Exported
    public Double getValue() {
        return value;
    }

    /** Null where there is none. */
    @Exported
    public Double getMin() {
        return min;
    }

    /** Null where there is none. */
    @Exported
    public Double getMax() {
        return max;
    }
}

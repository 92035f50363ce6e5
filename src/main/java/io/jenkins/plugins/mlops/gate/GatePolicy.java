package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.metrics.Directions;
import java.util.List;

/** All that a gate decides by. */
public record GatePolicy(List<Criterion> criteria, Directions directions, BaselineRules baselineRules) {
    public GatePolicy {
        criteria = List.copyOf(criteria);
    }
}

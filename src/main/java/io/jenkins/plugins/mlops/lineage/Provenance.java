package io.jenkins.plugins.mlops.lineage;

import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.time.Instant;
import java.util.List;

/**
 * Who made which models of what, and when.
 *
 * @param invocationId of the run
 * @param builder the URI that identifies who ran it
 */
public record Provenance(
        String invocationId,
        String builder,
        List<String> command,
        Lineage lineage,
        Instant started,
        Instant finished,
        List<Artifact> models,
        Snapshot metrics) {
    public Provenance {
        command = List.copyOf(command);
        models = List.copyOf(models);
    }
}

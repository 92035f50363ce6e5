package io.jenkins.plugins.mlops.git;

import io.jenkins.plugins.mlops.dvc.DataSnapshot;
import io.jenkins.plugins.mlops.lineage.DataInput;
import io.jenkins.plugins.mlops.lineage.LineageCollector;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a commit says of its model.
 *
 * @param commit 40 hexadecimal digits
 * @param metricsFiles those that were found, sorted; empty is no baseline
 * @param data all that DVC keeps
 */
public record RevisionState(
        String commit,
        Instant committed,
        List<String> metricsFiles,
        Snapshot metrics,
        Snapshot parameters,
        DataSnapshot data) {

    /** Path to hash of the data that came from outside; what a pipeline made of it, models too, differs from run to run. */
    public Map<String, String> evaluationData() {
        Map<String, String> hashes = new TreeMap<>();
        for (DataInput input : LineageCollector.dataInputs(LineageCollector.inputs(data.outputs(), path -> false))) {
            hashes.put(input.path(), input.hash());
        }
        return hashes;
    }
}

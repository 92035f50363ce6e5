package io.jenkins.plugins.mlops.lineage;

import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.util.List;

/**
 * The inputs of a run: two runs with equal code, data and parameters in equal environments should make the same model.
 *
 * @param dataVersion one hash over all of {@code data}: 32 hexadecimal digits
 */
public record Lineage(
        CodeVersion code, String dataVersion, List<DataInput> data, Snapshot parameters, Environment environment) {
    public Lineage {
        data = List.copyOf(data);
    }

    public Lineage withCode(CodeVersion other) {
        return new Lineage(other, dataVersion, data, parameters, environment);
    }
}

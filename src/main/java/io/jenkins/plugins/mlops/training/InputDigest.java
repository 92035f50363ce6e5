package io.jenkins.plugins.mlops.training;

import io.jenkins.plugins.mlops.document.Sha256;
import io.jenkins.plugins.mlops.lineage.DataInput;
import io.jenkins.plugins.mlops.lineage.Lineage;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The inputs of a run as hashes: two runs with the same {@link #key()} had the same code, data, parameters, packages, command, image and seeds.
 *
 * @param parts name to hash
 */
public record InputDigest(Map<String, String> parts) {

    static final String CODE = "code";
    static final String COMMAND = "command";
    static final String DATA = "data";
    static final String IMAGE = "image";
    static final String LOCK_FILES = "lock files";
    static final String PARAMETERS = "parameters";
    static final String MODIFIED_DATA = "modified data";
    static final String SEEDS = "seeds";

    public InputDigest {
        parts = Collections.unmodifiableMap(new TreeMap<>(parts));
    }

    /** @param codeDigest over the content of all code */
    static InputDigest of(Lineage lineage, String codeDigest, List<String> command) {
        Map<String, String> parts = new TreeMap<>();
        parts.put(CODE, codeDigest);
        parts.put(COMMAND, Sha256.hex(String.join("\0", command)));
        parts.put(DATA, Sha256.hex(data(lineage.data())));
        parts.put(IMAGE, Sha256.hex(lineage.environment().image().orElse("")));
        parts.put(LOCK_FILES, Sha256.hex(lines(lineage.environment().lockFiles())));
        parts.put(PARAMETERS, Sha256.hex(parameters(lineage.parameters())));
        parts.put(SEEDS, Sha256.hex(lines(lineage.environment().seeds())));
        return new InputDigest(parts);
    }

    /**
     * Of a run on data that is not what is recorded: its hash is not known, so no other run is like this one.
     *
     * @param run its id
     */
    InputDigest onModifiedData(List<String> paths, String run) {
        Map<String, String> more = new TreeMap<>(parts);
        more.put(MODIFIED_DATA, Sha256.hex(run + '\0' + String.join("\0", paths)));
        return new InputDigest(more);
    }

    /** 64 hexadecimal digits. */
    public String key() {
        return Sha256.hex(lines(parts));
    }

    /** Text {@code 1} and the number 1 are different parameters. */
    private static String parameters(Snapshot snapshot) {
        Map<String, String> values = new TreeMap<>();
        for (Metric metric : snapshot.metrics()) {
            values.put(
                    metric.qualifiedName(),
                    metric.value().getClass().getSimpleName()
                            + ' '
                            + metric.value().display());
        }
        return lines(values);
    }

    private static String data(List<DataInput> inputs) {
        Map<String, String> hashes = new TreeMap<>();
        inputs.forEach(input -> hashes.put(input.path(), input.hash()));
        return lines(hashes);
    }

    private static String lines(Map<String, String> map) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(map)
                .forEach((name, value) ->
                        text.append(name).append('\0').append(value).append('\n'));
        return text.toString();
    }
}

package io.jenkins.plugins.mlops.metrics;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A snapshot as a JSON list of {@code {"file": ..., "name": ..., "value": ...}}. */
public final class SnapshotJson {

    private static final int SHOWN = 100;

    private SnapshotJson() {}

    public static void write(String field, Snapshot snapshot, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (Metric metric : snapshot.metrics()) {
            json.writeStartObject();
            json.writeStringField("file", metric.file());
            json.writeStringField("name", metric.name());
            json.writeFieldName("value");
            ValueJson.write(metric.value(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    public static Snapshot read(String field, Fields fields) throws DocumentException {
        Set<String> seen = new HashSet<>();
        List<Metric> metrics = new ArrayList<>();
        for (Metric metric : fields.list(field, SnapshotJson::read)) {
            String name = metric.qualifiedName();
            if (!seen.add(name)) {
                String shown = name.substring(0, Math.min(name.length(), SHOWN));
                throw new DocumentException(fields.at(), "in " + field + ", " + shown + " is there twice");
            }
            metrics.add(metric);
        }
        try {
            return Snapshot.of(metrics);
        } catch (IllegalArgumentException e) {
            throw new DocumentException(fields.at(), "in " + field + " there are " + e.getMessage(), e);
        }
    }

    private static Metric read(Fields fields) throws DocumentException {
        return new Metric(
                fields.text("file"),
                fields.text("name"),
                ValueJson.optional("value", fields)
                        .orElseThrow(() -> new DocumentException(fields.at(), "there is no field value")));
    }
}

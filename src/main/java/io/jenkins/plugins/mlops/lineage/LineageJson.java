package io.jenkins.plugins.mlops.lineage;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Fields;
import io.jenkins.plugins.mlops.metrics.SnapshotJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON form of a {@link Lineage}, in reports and in records of runs. */
public final class LineageJson {

    private LineageJson() {}

    public static void write(Lineage lineage, JsonGenerator json) throws IOException {
        json.writeStartObject();
        CodeVersion code = lineage.code();
        json.writeObjectFieldStart("code");
        if (code.repository().isPresent()) {
            json.writeStringField("repository", code.repository().get());
        }
        json.writeStringField("commit", code.commit());
        if (code.branch().isPresent()) {
            json.writeStringField("branch", code.branch().get());
        }
        texts("modified", code.modified(), json);
        json.writeEndObject();
        json.writeStringField("dataVersion", lineage.dataVersion());
        json.writeArrayFieldStart("data");
        for (DataInput data : lineage.data()) {
            json.writeStartObject();
            json.writeStringField("path", data.path());
            json.writeStringField("hash", data.hash());
            if (data.size().isPresent()) {
                json.writeNumberField("size", data.size().getAsLong());
            }
            if (data.files().isPresent()) {
                json.writeNumberField("files", data.files().getAsLong());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        SnapshotJson.write("parameters", lineage.parameters(), json);
        write(lineage.environment(), json);
        json.writeEndObject();
    }

    private static void write(Environment environment, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("environment");
        json.writeStringField("os", environment.os());
        json.writeStringField("arch", environment.arch());
        json.writeNumberField("processors", environment.processors());
        json.writeNumberField("memoryBytes", environment.memoryBytes());
        texts("accelerators", environment.accelerators(), json);
        map("tools", environment.tools(), json);
        map("lockFiles", environment.lockFiles(), json);
        if (environment.image().isPresent()) {
            json.writeStringField("image", environment.image().get());
        }
        map("seeds", environment.seeds(), json);
        json.writeEndObject();
    }

    private static void texts(String field, List<String> texts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /** Sorted, because an environment's maps have no order. */
    private static void map(String field, Map<String, String> map, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    public static Lineage read(Fields fields) throws DocumentException {
        Fields code = fields.require("code");
        return new Lineage(
                new CodeVersion(
                        code.optionalText("repository"),
                        code.text("commit"),
                        code.optionalText("branch"),
                        code.texts("modified")),
                fields.text("dataVersion"),
                fields.list(
                        "data",
                        data -> new DataInput(
                                data.text("path"),
                                data.text("hash"),
                                data.optionalWhole("size"),
                                data.optionalWhole("files"))),
                SnapshotJson.read("parameters", fields),
                readEnvironment(fields.require("environment")));
    }

    private static Environment readEnvironment(Fields fields) throws DocumentException {
        return new Environment(
                fields.text("os"),
                fields.text("arch"),
                (int) Math.max(0, Math.min(fields.whole("processors"), Integer.MAX_VALUE)),
                fields.whole("memoryBytes"),
                fields.texts("accelerators"),
                fields.textMap("tools"),
                fields.textMap("lockFiles"),
                fields.optionalText("image"),
                fields.textMap("seeds"));
    }
}

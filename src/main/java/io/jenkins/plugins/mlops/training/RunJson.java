package io.jenkins.plugins.mlops.training;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Fields;
import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.lineage.LineageJson;
import io.jenkins.plugins.mlops.metrics.SnapshotJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * {@code run.json}. Times are ISO 8601 in UTC. Equal runs give equal text. Fields that are not known are passed over, so that an older version reads what a newer one wrote under one
 * {@code schemaVersion}.
 */
public final class RunJson {

    public static final int SCHEMA_VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private RunJson() {}

    public static String text(StoredRun stored) {
        StringWriter text = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.setPrettyPrinter(
                    new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
            write(stored, json);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can always be written", e);
        }
        return text + "\n";
    }

    private static void write(StoredRun stored, JsonGenerator json) throws IOException {
        TrainingRun run = stored.run();
        json.writeStartObject();
        json.writeNumberField("schemaVersion", SCHEMA_VERSION);
        json.writeStringField("id", run.id());
        texts("command", run.command(), json);
        json.writeStringField("started", run.started().toString());
        json.writeStringField("finished", run.finished().toString());
        json.writeNumberField("exitCode", run.exitCode());
        SnapshotJson.write("metrics", run.metrics(), json);
        texts("plots", run.plots(), json);
        json.writeArrayFieldStart("models");
        for (Artifact model : run.models()) {
            json.writeStartObject();
            json.writeStringField("path", model.path());
            json.writeNumberField("size", model.size());
            json.writeStringField("md5", model.md5());
            json.writeStringField("sha256", model.sha256());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("inputs");
        for (Map.Entry<String, String> part : stored.inputs().parts().entrySet()) {
            json.writeStringField(part.getKey(), part.getValue());
        }
        json.writeEndObject();
        json.writeFieldName("lineage");
        LineageJson.write(run.lineage(), json);
        json.writeEndObject();
    }

    private static void texts(String field, List<String> texts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /** @param file for messages */
    public static StoredRun read(String text, String file) throws DocumentException {
        Fields fields = new Fields(Documents.json(text, file).asMapping("the record of a run"));
        fields.requireSchemaVersion(SCHEMA_VERSION, "the record of a run");
        TrainingRun run = new TrainingRun(
                fields.text("id"),
                LineageJson.read(fields.require("lineage")),
                fields.texts("command"),
                fields.instant("started"),
                fields.instant("finished"),
                exitCode(fields),
                SnapshotJson.read("metrics", fields),
                fields.texts("plots"),
                fields.list(
                        "models",
                        model -> new Artifact(
                                model.text("path"), model.whole("size"), model.text("md5"), model.text("sha256"))));
        return new StoredRun(run, new InputDigest(fields.textMap("inputs")));
    }

    private static int exitCode(Fields fields) throws DocumentException {
        long code = fields.whole("exitCode");
        if (code != (int) code) {
            throw new DocumentException(fields.at(), "the exitCode " + code + " is none that a process can have");
        }
        return (int) code;
    }
}

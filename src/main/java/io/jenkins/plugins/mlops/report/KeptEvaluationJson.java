package io.jenkins.plugins.mlops.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Fields;
import io.jenkins.plugins.mlops.dvc.DataSnapshot;
import io.jenkins.plugins.mlops.dvc.ObjectId;
import io.jenkins.plugins.mlops.dvc.Output;
import io.jenkins.plugins.mlops.metrics.SnapshotJson;
import io.jenkins.plugins.mlops.plots.Plot;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Of tracked data it has what a comparison needs: the path, the content and where it came from. */
final class KeptEvaluationJson {

    private static final int SCHEMA_VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private KeptEvaluationJson() {}

    static String write(KeptEvaluation kept) {
        EvaluatedState state = kept.state();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("schemaVersion", SCHEMA_VERSION);
            json.writeStringField("name", kept.name());
            if (kept.commit().isPresent()) {
                json.writeStringField("commit", kept.commit().get());
            }
            json.writeStringField("at", kept.at().toString());
            json.writeStringField("description", state.description());
            SnapshotJson.write("metrics", state.metrics(), json);
            SnapshotJson.write("parameters", state.parameters(), json);
            json.writeArrayFieldStart("data");
            for (Output output : state.data().outputs()) {
                write(output, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("plots");
            for (Plot plot : state.plots().values()) {
                PlotJson.write(plot.reducedTo(Section.MAX_POINTS), json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter never fails", e);
        }
        return text.toString();
    }

    private static void write(Output output, JsonGenerator json) throws IOException {
        ObjectId id = output.id().orElseThrow();
        json.writeStartObject();
        json.writeStringField("path", output.path());
        json.writeStringField("algorithm", ReportJsonWriter.constant(id.algorithm()));
        json.writeStringField("hash", id.value());
        number("size", output.size(), json);
        number("files", output.files(), json);
        json.writeStringField("stage", output.stage());
        json.writeStringField("kind", ReportJsonWriter.constant(output.kind()));
        json.writeBooleanField("cached", output.cached());
        json.writeBooleanField("pushed", output.pushed());
        json.writeEndObject();
    }

    private static void number(String field, OptionalLong number, JsonGenerator json) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(field, number.getAsLong());
        }
    }

    static KeptEvaluation read(String text, String file) throws DocumentException {
        Fields fields = new Fields(Documents.json(text, file).asMapping("the evaluation"));
        fields.requireSchemaVersion(SCHEMA_VERSION, "the evaluation");
        Map<String, Plot> plots = new LinkedHashMap<>();
        for (Plot plot : fields.list("plots", PlotJson::readPlot)) {
            plots.put(plot.path(), plot);
        }
        EvaluatedState state = new EvaluatedState(
                fields.text("description"),
                SnapshotJson.read("metrics", fields),
                SnapshotJson.read("parameters", fields),
                DataSnapshot.of(fields.list("data", KeptEvaluationJson::output)),
                plots,
                List.of());
        return new KeptEvaluation(fields.text("name"), fields.optionalText("commit"), fields.instant("at"), state);
    }

    private static Output output(Fields fields) throws DocumentException {
        String hash = fields.text("hash");
        Optional<ObjectId> id = ObjectId.parse(fields.constant("algorithm", ObjectId.Algorithm.class), hash);
        if (id.isEmpty()) {
            throw new DocumentException(fields.at(), "'" + Text.clip(hash, 60) + "' is no md5 hash");
        }
        return new Output(
                fields.text("path"),
                id,
                fields.optionalWhole("size"),
                fields.optionalWhole("files"),
                fields.text("stage"),
                fields.constant("kind", Output.Kind.class),
                fields.flag("cached"),
                fields.flag("pushed"),
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                fields.at());
    }
}

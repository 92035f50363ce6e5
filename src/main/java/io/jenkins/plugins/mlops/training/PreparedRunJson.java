package io.jenkins.plugins.mlops.training;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Fields;
import io.jenkins.plugins.mlops.document.Position;
import io.jenkins.plugins.mlops.lineage.LineageJson;
import io.jenkins.plugins.mlops.lineage.PathGlob;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A run that has begun, as text: for who waits for its end in another process than the one that prepared it. Written and read by one version of this program. */
public final class PreparedRunJson {

    private static final JsonFactory JSON = new JsonFactory();

    private PreparedRunJson() {}

    public static String text(PreparedRun run) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(run, json);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can always be written", e);
        }
        return text.toString();
    }

    private static void write(PreparedRun run, JsonGenerator json) throws IOException {
        TrainingPlan plan = run.plan();
        json.writeStartObject();
        json.writeStringField("id", run.id());
        json.writeStringField("started", run.started().toString());
        json.writeStringField("repository", plan.repository().toString());
        json.writeArrayFieldStart("command");
        for (String argument : plan.command()) {
            json.writeString(argument);
        }
        json.writeEndArray();
        globs("metrics", plan.files().metrics(), json);
        globs("params", plan.files().params(), json);
        globs("plots", plan.files().plots(), json);
        globs("models", plan.files().models(), json);
        if (plan.seed().isPresent()) {
            json.writeNumberField("seed", plan.seed().getAsLong());
        }
        map("variables", plan.variables(), json);
        map("environment", run.environment(), json);
        map("inputs", run.inputs().parts(), json);
        json.writeFieldName("lineage");
        LineageJson.write(run.lineage(), json);
        json.writeEndObject();
    }

    private static void globs(String field, List<PathGlob> globs, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (PathGlob glob : globs) {
            json.writeStartObject();
            json.writeStringField("path", glob.toString());
            json.writeBooleanField("wildcard", glob.hasWildcard());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void map(String field, Map<String, String> map, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    /** @throws DocumentException for text that {@link #text} did not write */
    public static PreparedRun read(String text) throws DocumentException {
        String name = "the prepared run";
        Fields fields = new Fields(Documents.json(text, name).asMapping(name));
        try {
            RunFiles files = new RunFiles(
                    globs("metrics", fields), globs("params", fields), globs("plots", fields), globs("models", fields));
            TrainingPlan plan = new TrainingPlan(
                    Path.of(fields.text("repository")),
                    fields.texts("command"),
                    files,
                    fields.optionalWhole("seed"),
                    fields.textMap("variables"));
            return new PreparedRun(
                    RunStore.checkId(fields.text("id")),
                    plan,
                    LineageJson.read(fields.require("lineage")),
                    new InputDigest(fields.textMap("inputs")),
                    fields.textMap("environment"),
                    fields.instant("started"));
        } catch (InvalidPathException e) {
            throw new DocumentException(Position.in(name), "its repository is no path of this machine", e);
        } catch (IllegalArgumentException e) {
            throw new DocumentException(Position.in(name), e.getMessage(), e);
        }
    }

    private static List<PathGlob> globs(String field, Fields fields) throws DocumentException {
        return fields.list(
                field,
                glob -> glob.flag("wildcard") ? PathGlob.of(glob.text("path")) : PathGlob.literal(glob.text("path")));
    }
}

package io.jenkins.plugins.mlops.build;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import hudson.model.Run;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Fields;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The decisions on a run, {@code mlops/decisions.json} in the build's folder. */
final class Decisions {

    /** Goes up with each new field. */
    private static final int SCHEMA_VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private final Run<?, ?> run;
    private final Path file;

    private Decisions(Run<?, ?> run) {
        this.run = run;
        this.file = run.getRootDir().toPath().resolve("mlops").resolve("decisions.json");
    }

    static Decisions of(Run<?, ?> run) {
        return new Decisions(run);
    }

    /** Oldest first. */
    List<Decision> list() throws IOException {
        String json;
        try {
            json = Files.readString(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        Fields fields = new Fields(Documents.json(json, file.toString()).asMapping("the decisions"));
        fields.allowSchemaVersion(SCHEMA_VERSION, "the record of decisions");
        return fields.list("decisions", Decisions::read);
    }

    /** The page that was clicked on and the flow graph both tell of a decision, in either order. */
    void record(Decision decision) throws IOException {
        synchronized (run) {
            List<Decision> all = new ArrayList<>(list());
            Decision whole = decision;
            for (Decision known : all) {
                if (known.node().equals(decision.node())) {
                    whole = known.plus(decision);
                }
            }
            String node = decision.node();
            all.removeIf(known -> known.node().equals(node));
            all.add(whole);
            Files.createDirectories(file.resolveSibling(""));
            try (AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.UTF_8)) {
                writer.write(text(all));
                writer.commit();
            }
        }
    }

    private static String text(List<Decision> decisions) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("schemaVersion", SCHEMA_VERSION);
            json.writeArrayFieldStart("decisions");
            for (Decision decision : decisions) {
                json.writeStartObject();
                json.writeStringField("node", decision.node());
                json.writeStringField("message", decision.message());
                json.writeStringField("outcome", decision.getOutcome());
                json.writeStringField("by", decision.by());
                json.writeStringField("at", decision.at().toString());
                json.writeStringField("comment", decision.comment());
                json.writeStringField("evidence", decision.evidence());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static Decision read(Fields fields) throws DocumentException {
        return new Decision(
                fields.text("node"),
                fields.text("message"),
                fields.constant("outcome", Decision.Outcome.class),
                fields.text("by"),
                fields.instant("at"),
                fields.text("comment"),
                fields.text("evidence"));
    }
}

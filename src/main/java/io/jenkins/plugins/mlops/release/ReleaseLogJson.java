package io.jenkins.plugins.mlops.release;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Provenance;
import io.jenkins.plugins.mlops.deploy.State;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Fields;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Optional;

/** The file of a release in a build's folder. */
final class ReleaseLogJson {

    /** Goes up with each new field. */
    private static final int SCHEMA_VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private ReleaseLogJson() {}

    static String write(LoggedRelease release) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("schemaVersion", SCHEMA_VERSION);
            writeSubject(json, release.subject());
            if (release.asked().isPresent()) {
                json.writeObjectFieldStart("asked");
                json.writeStringField("by", release.asked().get().by());
                json.writeStringField("reason", release.asked().get().reason());
                json.writeEndObject();
            }
            json.writeStringField("begun", release.begun().toString());
            json.writeArrayFieldStart("entries");
            for (LogEntry entry : release.entries()) {
                json.writeStartObject();
                json.writeStringField("at", entry.at().toString());
                json.writeStringField("message", entry.message());
                if (entry instanceof LogEntry.Entered entered) {
                    json.writeStringField("state", word(entered.state()));
                    json.writeStringField("by", entered.by());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            if (release.stand().isPresent()) {
                writeStand(json, release.stand().get());
            }
            if (release.end().isPresent()) {
                LogEnd end = release.end().get();
                json.writeObjectFieldStart("end");
                json.writeStringField("at", end.at().toString());
                writeOutcome(json, end.outcome());
                json.writeStringField("message", end.message());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void writeSubject(JsonGenerator json, ReleaseSubject subject) throws IOException {
        json.writeObjectFieldStart("subject");
        json.writeStringField("kind", word(subject.kind()));
        json.writeStringField("app", subject.app());
        json.writeStringField("image", subject.image());
        json.writeStringField("release", subject.release());
        json.writeStringField("namespace", subject.cluster().namespace());
        json.writeStringField("kubeconfigId", subject.cluster().kubeconfigId());
        json.writeStringField("context", subject.cluster().context());
        json.writeStringField("server", subject.cluster().server());
        json.writeStringField("serverCa", subject.cluster().serverCa());
        json.writeEndObject();
    }

    private static void writeStand(JsonGenerator json, ReleaseStand stand) throws IOException {
        json.writeObjectFieldStart("stand");
        json.writeStringField("release", stand.release());
        json.writeStringField("state", word(stand.state()));
        json.writeBooleanField("switched", stand.switched());
        writePlace(json, "from", stand.from());
        writePlace(json, "to", stand.to());
        json.writeStringField("by", stand.by());
        json.writeStringField("approvedBy", stand.approvedBy());
        json.writeStringField("decidedBy", stand.decidedBy());
        json.writeStringField("reason", stand.reason());
        writeOutcome(json, stand.outcome());
        json.writeStringField("buildUrl", stand.provenance().buildUrl());
        json.writeStringField("commit", stand.provenance().commit());
        json.writeStringField("dataVersion", stand.provenance().dataVersion());
        json.writeStringField("modelDigest", stand.provenance().modelDigest());
        json.writeEndObject();
    }

    private static void writePlace(JsonGenerator json, String name, ReleaseStand.Place place) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("name", place.name());
        json.writeStringField("image", place.image());
        json.writeEndObject();
    }

    private static void writeOutcome(JsonGenerator json, Optional<Outcome> outcome) throws IOException {
        if (outcome.isPresent()) {
            json.writeStringField("outcome", word(outcome.get()));
        }
    }

    /** As {@link Fields#constant} reads it. */
    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static LoggedRelease read(String text, String file) throws DocumentException {
        Fields json = new Fields(Documents.json(text, file).asMapping("a release"));
        json.allowSchemaVersion(SCHEMA_VERSION, "the record of a release");
        return new LoggedRelease(
                subject(json.require("subject")),
                json.object("asked").isPresent() ? Optional.of(asked(json.require("asked"))) : Optional.empty(),
                json.instant("begun"),
                json.list("entries", ReleaseLogJson::entry),
                json.object("stand").isPresent() ? Optional.of(stand(json.require("stand"))) : Optional.empty(),
                json.object("end").isPresent() ? Optional.of(end(json.require("end"))) : Optional.empty());
    }

    private static ReleaseSubject subject(Fields json) throws DocumentException {
        return new ReleaseSubject(
                json.text("app"),
                new ClusterAddress(
                        json.text("namespace"),
                        json.text("kubeconfigId"),
                        json.text("context"),
                        json.text("server"),
                        json.text("serverCa")),
                json.text("image"),
                json.text("release"),
                json.constant("kind", ReleaseSubject.Kind.class));
    }

    private static Asked asked(Fields json) throws DocumentException {
        return new Asked(json.text("by"), json.text("reason"));
    }

    private static LogEntry entry(Fields json) throws DocumentException {
        return json.optionalText("state").isPresent()
                ? new LogEntry.Entered(
                        json.instant("at"), json.constant("state", State.class), json.text("by"), json.text("message"))
                : new LogEntry.Noticed(json.instant("at"), json.text("message"));
    }

    private static ReleaseStand stand(Fields json) throws DocumentException {
        return new ReleaseStand(
                json.text("release"),
                json.constant("state", State.class),
                json.flag("switched"),
                place(json.require("from")),
                place(json.require("to")),
                json.text("by"),
                json.text("approvedBy"),
                json.text("decidedBy"),
                json.text("reason"),
                outcome(json),
                new Provenance(
                        json.text("buildUrl"),
                        json.text("commit"),
                        json.text("dataVersion"),
                        json.text("modelDigest")));
    }

    private static ReleaseStand.Place place(Fields json) throws DocumentException {
        return new ReleaseStand.Place(json.text("name"), json.text("image"));
    }

    private static LogEnd end(Fields json) throws DocumentException {
        return new LogEnd(json.instant("at"), outcome(json), json.text("message"));
    }

    private static Optional<Outcome> outcome(Fields json) throws DocumentException {
        return json.optionalText("outcome").isPresent()
                ? Optional.of(json.constant("outcome", Outcome.class))
                : Optional.empty();
    }
}

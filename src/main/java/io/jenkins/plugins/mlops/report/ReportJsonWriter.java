package io.jenkins.plugins.mlops.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.jenkins.plugins.mlops.dvc.DataDiff;
import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.lineage.LineageJson;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import io.jenkins.plugins.mlops.metrics.Value;
import io.jenkins.plugins.mlops.metrics.ValueJson;
import io.jenkins.plugins.mlops.plots.PlotComparison;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The JSON form, as {@code report.schema.json} has it. What is empty is left out; {@code null} is the value that a file gives as null. */
final class ReportJsonWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private ReportJsonWriter(JsonGenerator json) {
        this.json = json;
    }

    static String write(EvaluationReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            // the platform's line separator would make reports of Windows and Linux differ
            json.setPrettyPrinter(new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withSeparators(
                            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER)));
            new ReportJsonWriter(json).report(report);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter never fails", e);
        }
        return text.append('\n').toString();
    }

    /** The plots alone, for a page that draws them: {@code [{"training": 0, "candidate": ..., "baseline": ...}]}, not indented. */
    static String plots(EvaluationReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (int training = 0; training < report.sections().size(); training++) {
                for (PlotComparison plot : report.sections().get(training).plots()) {
                    json.writeStartObject();
                    json.writeNumberField("training", training);
                    PlotJson.writeFields(plot, json);
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter never fails", e);
        }
        return text.toString();
    }

    private void report(EvaluationReport report) throws IOException {
        json.writeStartObject();
        json.writeNumberField("schemaVersion", EvaluationReport.SCHEMA_VERSION);
        json.writeStringField("title", report.title());
        json.writeStringField("created", report.created().toString());
        if (report.build().isPresent()) {
            BuildReference build = report.build().get();
            json.writeObjectFieldStart("build");
            json.writeStringField("label", build.label());
            text("url", build.url());
            json.writeEndObject();
        }
        json.writeStringField("status", status(report.verdict()));
        json.writeStringField("headline", report.headline());
        list("sections", report.sections(), this::section);
        json.writeEndObject();
    }

    private static String status(Verdict verdict) {
        return constant(Headline.of(verdict).status());
    }

    private void section(Section section) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", section.name());
        text("baseline", section.baseline());
        json.writeStringField("status", status(section.verdict()));
        list("checks", section.verdict().checks(), this::check);
        list("metrics", section.metrics(), this::row);
        list("parameters", section.parameters(), this::row);
        data(section.data());
        list("plots", section.plots(), plot -> PlotJson.write(plot, json));
        list("history", section.history(), this::history);
        if (section.lineage().isPresent()) {
            json.writeFieldName("lineage");
            LineageJson.write(section.lineage().get(), json);
        }
        list("models", section.models(), this::model);
        json.writeEndObject();
    }

    private void check(Check check) throws IOException {
        json.writeStartObject();
        json.writeStringField("subject", check.subject());
        json.writeStringField("rule", check.rule());
        json.writeStringField("source", check.source());
        json.writeStringField("outcome", constant(check.outcome()));
        json.writeStringField("severity", constant(check.severity()));
        value("observed", check.observed());
        value("baseline", check.baseline());
        number("limit", check.limit());
        json.writeStringField("message", check.message());
        json.writeEndObject();
    }

    private void row(DiffRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", row.file());
        json.writeStringField("name", row.name());
        value("before", row.before());
        value("after", row.after());
        number("delta", row.delta());
        number("relativeDelta", row.relativeDelta());
        json.writeStringField("direction", constant(row.direction()));
        json.writeStringField("change", constant(row.change()));
        json.writeEndObject();
    }

    private void data(DataDiff data) throws IOException {
        json.writeObjectFieldStart("data");
        DataDiff.Totals totals = data.totals();
        json.writeObjectFieldStart("totals");
        json.writeNumberField("added", totals.added());
        json.writeNumberField("changed", totals.changed());
        json.writeNumberField("deleted", totals.deleted());
        json.writeNumberField("bytesAdded", totals.bytesAdded());
        json.writeNumberField("bytesChanged", totals.bytesChanged());
        json.writeNumberField("bytesDeleted", totals.bytesDeleted());
        json.writeEndObject();
        list("changes", data.changes(), this::fileChange);
        json.writeEndObject();
    }

    private void fileChange(DataDiff.FileChange change) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", change.path());
        json.writeStringField("kind", constant(change.kind()));
        text("before", change.before());
        text("after", change.after());
        number("bytesBefore", change.bytesBefore());
        number("bytesAfter", change.bytesAfter());
        json.writeEndObject();
    }

    private void history(MetricHistory history) throws IOException {
        json.writeStartObject();
        json.writeStringField("metric", history.metric());
        number("min", history.min());
        number("max", history.max());
        list("points", history.points(), point -> {
            json.writeStartObject();
            json.writeStringField("build", point.build());
            text("url", point.url());
            json.writeStringField("at", point.at().toString());
            number("value", point.value());
            json.writeBooleanField("promoted", point.promoted());
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    private void model(Artifact model) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", model.path());
        json.writeNumberField("size", model.size());
        json.writeStringField("md5", model.md5());
        json.writeStringField("sha256", model.sha256());
        json.writeEndObject();
    }

    interface Item<T> {
        void write(T item) throws IOException;
    }

    private <T> void list(String field, List<T> items, Item<T> item) throws IOException {
        json.writeArrayFieldStart(field);
        for (T each : items) {
            item.write(each);
        }
        json.writeEndArray();
    }

    private void text(String field, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(field, text.get());
        }
    }

    private void number(String field, Optional<BigDecimal> number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(field, number.get());
        }
    }

    private void number(String field, OptionalLong number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(field, number.getAsLong());
        }
    }

    private void value(String field, Optional<Value> value) throws IOException {
        if (value.isPresent()) {
            json.writeFieldName(field);
            ValueJson.write(value.get(), json);
        }
    }

    static String constant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

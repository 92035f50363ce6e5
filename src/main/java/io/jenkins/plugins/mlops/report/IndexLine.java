package io.jenkins.plugins.mlops.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.jenkins.plugins.mlops.document.Decimals;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One line of {@code metrics.jsonl}: JSON in ASCII, without the line feed. Fields that are not known are passed over, so that an older version reads what a newer one
 * wrote.
 */
sealed interface IndexLine {

    /** Names and metrics come from files of the repository: nobody reads a chart of more, and the index must not grow with it. */
    int MAX_METRICS = 2_000;

    int MAX_NAME = 300;

    /** Escapes what is not ASCII, so that no name, not even half a surrogate pair, comes back as another one. */
    JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    record Evaluation(IndexedEvaluation evaluation) implements IndexLine {}

    /** What became of a build that has been written already. */
    record Promotion(int build, boolean promoted) implements IndexLine {}

    /** @param wanted metrics whose numbers to read, by short or qualified name; the rest costs little */
    static IndexLine parse(byte[] line, Predicate<String> wanted, String file) throws DocumentException {
        return IndexLineReader.read(line, wanted, file);
    }

    default String text() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            if (this instanceof Promotion promotion) {
                json.writeNumberField("build", promotion.build());
                json.writeBooleanField("promoted", promotion.promoted());
            } else if (this instanceof Evaluation line) {
                write(line.evaluation(), json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can always be written", e);
        }
        return text.toString();
    }

    private static void write(IndexedEvaluation evaluation, JsonGenerator json) throws IOException {
        json.writeNumberField("build", evaluation.build());
        json.writeStringField("label", evaluation.label());
        json.writeStringField("at", evaluation.at().toString());
        json.writeStringField("section", evaluation.section());
        if (evaluation.verdict().isPresent()) {
            json.writeStringField("verdict", evaluation.verdict().get().name().toLowerCase(Locale.ROOT));
        }
        json.writeBooleanField("promoted", evaluation.promoted());
        json.writeObjectFieldStart("metrics");
        for (Map.Entry<String, List<Metric>> file : kept(evaluation).entrySet()) {
            json.writeObjectFieldStart(file.getKey());
            for (Metric metric : file.getValue()) {
                json.writeFieldName(metric.name());
                json.writeNumber(((Value.Numeric) metric.value()).value());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("limits");
        int count = 0;
        for (Map.Entry<String, MetricLimits> limit : evaluation.limits().entrySet()) {
            if (limit.getKey().length() <= MAX_NAME && count++ < MAX_METRICS) {
                json.writeObjectFieldStart(limit.getKey());
                bound("min", limit.getValue().min(), json);
                bound("max", limit.getValue().max(), json);
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private static void bound(String name, Optional<BigDecimal> bound, JsonGenerator json) throws IOException {
        if (bound.isPresent() && isReadable(bound.get())) {
            json.writeNumberField(name, bound.get());
        }
    }

    /** By file; those that the gate bounds first, since a window and a chart of them are what is asked for. */
    private static Map<String, List<Metric>> kept(IndexedEvaluation evaluation) {
        Map<String, Metric> inOrder = new LinkedHashMap<>();
        Map<String, Metric> named = evaluation.metrics().byName();
        evaluation.limits().keySet().stream()
                .filter(named::containsKey)
                .forEach(name -> inOrder.put(name, named.get(name)));
        named.forEach(inOrder::putIfAbsent);
        Map<String, List<Metric>> byFile = new LinkedHashMap<>();
        inOrder.values().stream()
                .filter(metric -> metric.value() instanceof Value.Numeric number && isReadable(number.value()))
                .filter(metric -> metric.qualifiedName().length() <= MAX_NAME)
                .limit(MAX_METRICS)
                .forEach(metric -> byFile.computeIfAbsent(metric.file(), file -> new ArrayList<>())
                        .add(metric));
        return byFile;
    }

    private static boolean isReadable(BigDecimal number) {
        try {
            return Decimals.finite(number.toString()).isPresent();
        } catch (NumberFormatException e) {
            return false;
        }
    }
}

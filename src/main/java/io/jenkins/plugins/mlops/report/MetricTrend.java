package io.jenkins.plugins.mlops.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.mlops.gate.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * Some metrics over many builds, as JSON for a chart.
 *
 * <pre>{@code
 * {"metrics": [{"name": "accuracy", "limited": true, "shown": true}],
 *  "builds":  [{"number": 41, "label": "#41", "at": 1763726400000, "verdict": "passed", "promoted": false, "exists": true}],
 *  "series":  [{"metric": "accuracy", "section": "", "values": [0.95], "min": [0.92]}]}
 * }</pre>
 *
 * Every list of a series has one item for each build, null where that has no number; {@code min} and {@code max} are there where a gate had one for any build.
 */
public final class MetricTrend {

    /** Names of sections come from Pipelines; a name that is new in each build would make as many lines as builds. */
    private static final int MAX_SECTIONS = 20;

    private static final JsonFactory JSON = new JsonFactory();

    /** Evaluations of each build, by section; of two with one section the later. */
    private final Map<Integer, Map<String, IndexedEvaluation>> builds = new LinkedHashMap<>();

    private final MetricChoice choice;

    /** @param evaluations oldest first, with the metrics that are shown at least */
    public MetricTrend(MetricChoice choice, List<IndexedEvaluation> evaluations) {
        this.choice = choice;
        for (IndexedEvaluation evaluation : evaluations) {
            builds.computeIfAbsent(evaluation.build(), none -> new LinkedHashMap<>())
                    .put(evaluation.section(), evaluation);
        }
    }

    private interface Visitor {
        void visit(IndexedEvaluation evaluation);
    }

    private void forEach(Visitor visitor) {
        builds.values().forEach(sections -> sections.values().forEach(visitor::visit));
    }

    /** @param exists whether a build is still there */
    public void write(IntPredicate exists, Writer target) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(target)) {
            json.writeStartObject();
            json.writeArrayFieldStart("metrics");
            for (String name : choice.names()) {
                json.writeStartObject();
                json.writeStringField("name", name);
                json.writeBooleanField("limited", choice.limited().contains(name));
                json.writeBooleanField("shown", choice.shown().contains(name));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("builds");
            for (Map<String, IndexedEvaluation> sections : builds.values()) {
                build(sections.values().stream().toList(), exists, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("series");
            for (String metric : choice.shown()) {
                for (String section : sections(metric)) {
                    series(metric, section, json);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private List<String> sections(String metric) {
        Set<String> sections = new TreeSet<>();
        forEach(evaluation -> {
            if (evaluation.number(metric).isPresent()) {
                sections.add(evaluation.section());
            }
        });
        return sections.stream().limit(MAX_SECTIONS).toList();
    }

    private static void build(List<IndexedEvaluation> evaluations, IntPredicate exists, JsonGenerator json)
            throws IOException {
        IndexedEvaluation last = evaluations.get(evaluations.size() - 1);
        json.writeStartObject();
        json.writeNumberField("number", last.build());
        json.writeStringField("label", last.label());
        json.writeNumberField("at", last.at().toEpochMilli());
        Optional<Verdict.Status> verdict = worst(evaluations);
        if (verdict.isPresent()) {
            json.writeStringField("verdict", verdict.get().name().toLowerCase(Locale.ROOT));
        }
        json.writeBooleanField("promoted", last.promoted());
        json.writeBooleanField("exists", exists.test(last.build()));
        json.writeEndObject();
    }

    /** Of all evaluations of a build; empty where no gate ran. */
    public static Optional<Verdict.Status> worst(List<IndexedEvaluation> evaluations) {
        return evaluations.stream()
                .flatMap(evaluation -> evaluation.verdict().stream())
                .max(Enum::compareTo);
    }

    private void series(String metric, String section, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("metric", metric);
        json.writeStringField("section", section);
        numbers("values", section, evaluation -> evaluation.number(metric), true, json);
        numbers("min", section, evaluation -> evaluation.limits(metric).min(), false, json);
        numbers("max", section, evaluation -> evaluation.limits(metric).max(), false, json);
        json.writeEndObject();
    }

    private void numbers(
            String field,
            String section,
            Function<IndexedEvaluation, Optional<BigDecimal>> number,
            boolean always,
            JsonGenerator json)
            throws IOException {
        List<Optional<BigDecimal>> numbers = new ArrayList<>();
        for (Map<String, IndexedEvaluation> sections : builds.values()) {
            numbers.add(Optional.ofNullable(sections.get(section)).flatMap(number));
        }
        if (!always && numbers.stream().allMatch(Optional::isEmpty)) {
            return;
        }
        json.writeArrayFieldStart(field);
        for (Optional<BigDecimal> value : numbers) {
            if (value.isPresent()) {
                json.writeNumber(value.get());
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
    }
}

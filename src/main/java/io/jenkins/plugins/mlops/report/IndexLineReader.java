package io.jenkins.plugins.mlops.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.mlops.document.Decimals;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Position;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Takes a line token by token: thousands of lines with hundreds of metrics each are read for one page that shows a few. */
final class IndexLineReader {

    private final JsonParser json;
    private final Predicate<String> wanted;
    private final List<Metric> metrics = new ArrayList<>();
    private final Map<String, MetricLimits> limits = new LinkedHashMap<>();
    private int build = -1;
    private Optional<String> label = Optional.empty();
    private Optional<Instant> at = Optional.empty();
    private Optional<String> section = Optional.empty();
    private Optional<Verdict.Status> verdict = Optional.empty();
    private Optional<Boolean> promoted = Optional.empty();
    private boolean hasMetrics;

    private IndexLineReader(JsonParser json, Predicate<String> wanted) {
        this.json = json;
        this.wanted = wanted;
    }

    /** Something that a line does not have to be. */
    private static final class WrongLineException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongLineException(String problem) {
            super(problem);
        }
    }

    static IndexLine read(byte[] line, Predicate<String> wanted, String file) throws DocumentException {
        try (JsonParser json = IndexLine.JSON.createParser(line)) {
            return new IndexLineReader(json, wanted).line();
        } catch (WrongLineException e) {
            throw new DocumentException(Position.in(file), e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new DocumentException(Position.in(file), "not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new DocumentException(Position.in(file), "not valid: " + e.getMessage(), e);
        }
    }

    /** Whether it is an object to its end, also one that another version knows how to read. */
    static boolean isWhole(byte[] line) {
        try (JsonParser json = IndexLine.JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            json.skipChildren();
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private IndexLine line() throws IOException, WrongLineException {
        expect(json.nextToken() == JsonToken.START_OBJECT, "the line is no object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            field(json.currentName());
        }
        expect(json.nextToken() == null, "there is more than one object in the line");
        expect(build >= 0, "there is no number of a build");
        if (!hasMetrics) {
            return new IndexLine.Promotion(build, require(promoted, "promoted"));
        }
        return new IndexLine.Evaluation(new IndexedEvaluation(
                build,
                require(label, "label"),
                require(at, "at"),
                require(section, "section"),
                verdict,
                require(promoted, "promoted"),
                Snapshot.of(metrics),
                limits));
    }

    private void field(String name) throws IOException, WrongLineException {
        JsonToken token = json.nextToken();
        switch (name) {
            case "build" -> {
                expect(token == JsonToken.VALUE_NUMBER_INT, "build is no whole number");
                build = json.getIntValue();
            }
            case "label" -> label = Optional.of(text(token, name));
            case "at" -> at = Optional.of(instant(text(token, name)));
            case "section" -> section = Optional.of(text(token, name));
            case "verdict" -> verdict = Optional.of(verdict(text(token, name)));
            case "promoted" -> {
                expect(token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE, "promoted is no boolean");
                promoted = Optional.of(json.getBooleanValue());
            }
            case "metrics" -> {
                hasMetrics = true;
                files(token);
            }
            case "limits" -> limits(token);
            default -> json.skipChildren();
        }
    }

    private static Verdict.Status verdict(String word) throws WrongLineException {
        for (Verdict.Status status : Verdict.Status.values()) {
            if (status.name().toLowerCase(Locale.ROOT).equals(word)) {
                return status;
            }
        }
        throw new WrongLineException("the verdict " + Text.clip(word, 40) + " is not known to this version");
    }

    private void files(JsonToken token) throws IOException, WrongLineException {
        expect(token == JsonToken.START_OBJECT, "metrics is no object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String file = json.currentName();
            expect(json.nextToken() == JsonToken.START_OBJECT, "the metrics of a file are no object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken number = json.nextToken();
                expect(number.isNumeric(), "a metric is no number");
                if (wanted.test(name) || wanted.test(file + ":" + name)) {
                    metrics.add(new Metric(file, name, new Value.Numeric(number())));
                }
            }
        }
    }

    private void limits(JsonToken token) throws IOException, WrongLineException {
        expect(token == JsonToken.START_OBJECT, "limits is no object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String metric = json.currentName();
            expect(json.nextToken() == JsonToken.START_OBJECT, "a limit is no object");
            Optional<BigDecimal> min = Optional.empty();
            Optional<BigDecimal> max = Optional.empty();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String bound = json.currentName();
                expect(json.nextToken().isNumeric(), "a bound is no number");
                if (bound.equals("min")) {
                    min = Optional.of(number());
                } else if (bound.equals("max")) {
                    max = Optional.of(number());
                }
            }
            if (wanted.test(metric)) {
                limits.put(metric, new MetricLimits(min, max));
            }
        }
    }

    private BigDecimal number() throws IOException, WrongLineException {
        return require(Decimals.finite(json.getText()), "finite number");
    }

    private String text(JsonToken token, String field) throws IOException, WrongLineException {
        expect(token == JsonToken.VALUE_STRING, field + " is no text");
        return json.getText();
    }

    private static Instant instant(String text) throws WrongLineException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new WrongLineException("at is no time like 2025-01-31T12:00:00Z");
        }
    }

    private static <T> T require(Optional<T> value, String what) throws WrongLineException {
        expect(value.isPresent(), "there is no " + what);
        return value.get();
    }

    private static void expect(boolean holds, String problem) throws WrongLineException {
        if (!holds) {
            throw new WrongLineException(problem);
        }
    }
}

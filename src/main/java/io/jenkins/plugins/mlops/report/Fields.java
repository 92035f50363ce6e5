package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The fields of a JSON object of a report. A list or map that is missing is empty; anything else that is missing and not optional is an error. */
record Fields(Node.Mapping mapping) {

    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

    /** Far above any size or count, and sums of many still fit a long. */
    private static final BigDecimal MAX_COUNT = BigDecimal.valueOf(100_000_000_000_000L);

    interface Reader<T> {
        T read(Fields fields) throws DocumentException;
    }

    Position at() {
        return mapping.at();
    }

    private Node node(String field) throws DocumentException {
        return mapping.get(field)
                .orElseThrow(() -> new DocumentException(mapping.at(), "the object has no field " + field));
    }

    Fields require(String field) throws DocumentException {
        return new Fields(node(field).asMapping(field));
    }

    Optional<Fields> object(String field) throws DocumentException {
        return mapping.get(field).isPresent() ? Optional.of(require(field)) : Optional.empty();
    }

    String text(String field) throws DocumentException {
        if (node(field) instanceof Node.Text text) {
            return text.value();
        }
        throw new DocumentException(
                node(field).at(),
                "expected " + field + " to be text but found " + node(field).kind());
    }

    Optional<String> optionalText(String field) throws DocumentException {
        return mapping.get(field).isPresent() ? Optional.of(text(field)) : Optional.empty();
    }

    boolean flag(String field) throws DocumentException {
        return node(field).asFlag(field);
    }

    long whole(String field) throws DocumentException {
        BigDecimal number = node(field).asNumber(field);
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new DocumentException(node(field).at(), "expected " + field + " to be a whole number", e);
        }
    }

    OptionalLong optionalWhole(String field) throws DocumentException {
        return mapping.get(field).isPresent() ? OptionalLong.of(whole(field)) : OptionalLong.empty();
    }

    static long count(Node node) throws DocumentException {
        BigDecimal number = node.asNumber("a count");
        if (number.signum() < 0
                || number.compareTo(MAX_COUNT) > 0
                || number.remainder(BigDecimal.ONE).signum() != 0) {
            throw new DocumentException(node.at(), "expected a count but found " + number);
        }
        return number.longValue();
    }

    Optional<BigDecimal> optionalNumber(String field) throws DocumentException {
        return mapping.get(field).isPresent() ? Optional.of(node(field).asNumber(field)) : Optional.empty();
    }

    Instant instant(String field) throws DocumentException {
        try {
            return Instant.parse(text(field));
        } catch (DateTimeParseException e) {
            throw new DocumentException(
                    node(field).at(), "expected " + field + " to be a time like 2025-01-31T12:00:00Z", e);
        }
    }

    <E extends Enum<E>> E constant(String field, Class<E> type) throws DocumentException {
        String name = text(field);
        for (E constant : type.getEnumConstants()) {
            if (ReportJsonWriter.constant(constant).equals(name)) {
                return constant;
            }
        }
        throw new DocumentException(
                node(field).at(),
                "unknown " + field + " " + Text.clip(name, 40) + "; known are "
                        + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
    }

    /** Empty where the field is missing; {@link Value.Null} where it is null. */
    Optional<Value> value(String field) throws DocumentException {
        Optional<Node> found = mapping.get(field);
        return found.isPresent() ? Optional.of(value(found.get())) : Optional.empty();
    }

    private static Value value(Node node) throws DocumentException {
        if (node instanceof Node.Number) {
            return new Value.Numeric(node.asNumber("a value"));
        }
        if (node instanceof Node.Text text) {
            return new Value.Text(text.value());
        }
        if (node instanceof Node.Flag flag) {
            return new Value.Flag(flag.value());
        }
        if (node instanceof Node.Null) {
            return new Value.Null();
        }
        String literal = new Fields(node.asMapping("a value")).text("notFinite");
        if (!NOT_FINITE.contains(literal)) {
            throw new DocumentException(node.at(), "expected notFinite to be one of " + NOT_FINITE);
        }
        return new Value.NotFinite(literal);
    }

    List<Node> items(String field) throws DocumentException {
        return mapping.get(field).isPresent() ? node(field).asSequence(field).items() : List.of();
    }

    <T> List<T> list(String field, Reader<T> reader) throws DocumentException {
        List<T> list = new ArrayList<>();
        for (Node item : items(field)) {
            list.add(reader.read(new Fields(item.asMapping("an item of " + field))));
        }
        return list;
    }

    List<String> texts(String field) throws DocumentException {
        List<String> texts = new ArrayList<>();
        for (Node item : items(field)) {
            texts.add(item.asText("an item of " + field));
        }
        return texts;
    }

    Map<String, String> textMap(String field) throws DocumentException {
        Map<String, String> map = new LinkedHashMap<>();
        if (mapping.get(field).isPresent()) {
            for (Map.Entry<String, Node> entry :
                    node(field).asMapping(field).entries().entrySet()) {
                map.put(entry.getKey(), entry.getValue().asText(entry.getKey()));
            }
        }
        return map;
    }
}

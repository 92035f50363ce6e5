package io.jenkins.plugins.mlops.document;

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

/** The fields of an object in a file that this program wrote. A list or map that is missing is empty; anything else that is missing and not optional is an error. */
public record Fields(Node.Mapping mapping) {

    /** Far above any size or count, and sums of many still fit a long. */
    private static final BigDecimal MAX_COUNT = BigDecimal.valueOf(100_000_000_000_000L);

    public interface Reader<T> {
        T read(Fields fields) throws DocumentException;
    }

    public Position at() {
        return mapping.at();
    }

    /**
     * Refuses what a newer version wrote: read by this one and written again, it would lose what this one does not know.
     *
     * @param newest {@code schemaVersion} that this version knows
     * @param what the document is, for the message
     */
    public void requireSchemaVersion(long newest, String what) throws DocumentException {
        requireSchemaVersion(whole("schemaVersion"), newest, what);
    }

    /** As {@link #requireSchemaVersion}, for a document whose first version did not say that it is the first. */
    public void allowSchemaVersion(long newest, String what) throws DocumentException {
        requireSchemaVersion(optionalWhole("schemaVersion").orElse(1), newest, what);
    }

    private void requireSchemaVersion(long version, long newest, String what) throws DocumentException {
        if (version < 1 || version > newest) {
            throw new DocumentException(
                    at(),
                    what + " has schemaVersion " + version + ", this version reads up to " + newest
                            + "; use the one that wrote it, or a newer one");
        }
    }

    private Node node(String field) throws DocumentException {
        return mapping.get(field)
                .orElseThrow(() -> new DocumentException(mapping.at(), "the object has no field " + field));
    }

    public Fields require(String field) throws DocumentException {
        return new Fields(node(field).asMapping(field));
    }

    public Optional<Fields> object(String field) throws DocumentException {
        return mapping.get(field).isPresent() ? Optional.of(require(field)) : Optional.empty();
    }

    public String text(String field) throws DocumentException {
        if (node(field) instanceof Node.Text text) {
            return text.value();
        }
        throw new DocumentException(
                node(field).at(),
                "expected " + field + " to be text but found " + node(field).kind());
    }

    public Optional<String> optionalText(String field) throws DocumentException {
        return mapping.get(field).isPresent() ? Optional.of(text(field)) : Optional.empty();
    }

    public boolean flag(String field) throws DocumentException {
        return node(field).asFlag(field);
    }

    public long whole(String field) throws DocumentException {
        BigDecimal number = node(field).asNumber(field);
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new DocumentException(node(field).at(), "expected " + field + " to be a whole number", e);
        }
    }

    public OptionalLong optionalWhole(String field) throws DocumentException {
        return mapping.get(field).isPresent() ? OptionalLong.of(whole(field)) : OptionalLong.empty();
    }

    public static long count(Node node) throws DocumentException {
        BigDecimal number = node.asNumber("a count");
        if (number.signum() < 0
                || number.compareTo(MAX_COUNT) > 0
                || number.remainder(BigDecimal.ONE).signum() != 0) {
            throw new DocumentException(node.at(), "expected a count but found " + number);
        }
        return number.longValue();
    }

    public Optional<BigDecimal> optionalNumber(String field) throws DocumentException {
        return mapping.get(field).isPresent() ? Optional.of(node(field).asNumber(field)) : Optional.empty();
    }

    public Instant instant(String field) throws DocumentException {
        try {
            return Instant.parse(text(field));
        } catch (DateTimeParseException e) {
            throw new DocumentException(
                    node(field).at(), "expected " + field + " to be a time like 2025-01-31T12:00:00Z", e);
        }
    }

    public <E extends Enum<E>> E constant(String field, Class<E> type) throws DocumentException {
        String name = text(field);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
                return constant;
            }
        }
        throw new DocumentException(
                node(field).at(),
                "unknown " + field + " " + name.substring(0, Math.min(name.length(), 40)) + "; known are "
                        + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
    }

    /** As it stands there. */
    public Optional<Node> optional(String field) {
        return mapping.get(field);
    }

    public List<Node> items(String field) throws DocumentException {
        return mapping.get(field).isPresent() ? node(field).asSequence(field).items() : List.of();
    }

    public <T> List<T> list(String field, Reader<T> reader) throws DocumentException {
        List<T> list = new ArrayList<>();
        for (Node item : items(field)) {
            list.add(reader.read(new Fields(item.asMapping("an item of " + field))));
        }
        return list;
    }

    public List<String> texts(String field) throws DocumentException {
        List<String> texts = new ArrayList<>();
        for (Node item : items(field)) {
            texts.add(item.asText("an item of " + field));
        }
        return texts;
    }

    public Map<String, String> textMap(String field) throws DocumentException {
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

package io.jenkins.plugins.mlops.document;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value in a document. Trees are acyclic and at most {@value Documents#MAX_DEPTH} deep. */
public sealed interface Node {

    Position at();

    /** What a message calls this kind of value. */
    String kind();

    /** Keys are unique and in the order of the file. */
    record Mapping(Map<String, Node> entries, Position at) implements Node {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        public Optional<Node> get(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    record Sequence(List<Node> items, Position at) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    record Text(String value, Position at) implements Node {
        @Override
        public String kind() {
            return "text";
        }
    }

    /**
     * A number or something that YAML 1.2's core schema takes for one.
     *
     * @param literal as written, so that a hash of digits only is still the text it was
     * @param value empty where the literal is NaN or infinite
     */
    record Number(String literal, Optional<BigDecimal> value, Position at) implements Node {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record Flag(boolean value, Position at) implements Node {
        @Override
        public String kind() {
            return "a boolean";
        }
    }

    record Null(Position at) implements Node {
        @Override
        public String kind() {
            return "nothing";
        }
    }

    /**
     * @return this node as a mapping
     * @throws DocumentException that says what stands there instead of {@code what}
     */
    default Mapping asMapping(String what) throws DocumentException {
        if (this instanceof Mapping mapping) {
            return mapping;
        }
        throw unexpected(what, "a mapping");
    }

    /** As {@link #asMapping}, for a list. */
    default Sequence asSequence(String what) throws DocumentException {
        if (this instanceof Sequence sequence) {
            return sequence;
        }
        throw unexpected(what, "a list");
    }

    /** The text of a scalar as it is written; a number keeps its literal, so {@code 0123} or {@code 1e5} come back unchanged. */
    default String asText(String what) throws DocumentException {
        if (this instanceof Text text) {
            return text.value();
        }
        if (this instanceof Number number) {
            return number.literal();
        }
        throw unexpected(what, "text");
    }

    default boolean asFlag(String what) throws DocumentException {
        if (this instanceof Flag flag) {
            return flag.value();
        }
        throw unexpected(what, "true or false");
    }

    default BigDecimal asNumber(String what) throws DocumentException {
        if (this instanceof Number number && number.value().isPresent()) {
            return number.value().get();
        }
        throw unexpected(what, "a finite number");
    }

    private DocumentException unexpected(String what, String wanted) {
        return new DocumentException(at(), "expected " + what + " to be " + wanted + " but found " + kind());
    }
}

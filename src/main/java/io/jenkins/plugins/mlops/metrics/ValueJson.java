package io.jenkins.plugins.mlops.metrics;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Fields;
import io.jenkins.plugins.mlops.document.Node;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Values in the JSON that this program writes: as JSON has them, and {@code {"notFinite": "NaN"}} for what JSON has no number for. */
public final class ValueJson {

    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

    private ValueJson() {}

    public static void write(Value value, JsonGenerator json) throws IOException {
        if (value instanceof Value.Numeric numeric) {
            json.writeNumber(numeric.value());
        } else if (value instanceof Value.Text text) {
            json.writeString(text.value());
        } else if (value instanceof Value.Flag flag) {
            json.writeBoolean(flag.value());
        } else if (value instanceof Value.NotFinite notFinite) {
            json.writeStartObject();
            json.writeStringField("notFinite", notFinite.literal());
            json.writeEndObject();
        } else {
            json.writeNull();
        }
    }

    /** Empty where the field is missing; {@link Value.Null} where it is null. */
    public static Optional<Value> optional(String field, Fields fields) throws DocumentException {
        Optional<Node> node = fields.optional(field);
        return node.isPresent() ? Optional.of(read(node.get())) : Optional.empty();
    }

    public static Value read(Node node) throws DocumentException {
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
}

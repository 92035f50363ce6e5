package io.jenkins.plugins.mlops.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlops.metrics.Value;

/** JSON of other standards, the same text on every system. */
final class JsonText {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            // 1.50 stays 1.50.
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonText() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A number or a boolean as such; text for all that JSON has no value of its own for. */
    static void put(ObjectNode object, String field, Value value) {
        if (value instanceof Value.Numeric number) {
            object.put(field, number.value());
        } else if (value instanceof Value.Flag flag) {
            object.put(field, flag.value());
        } else {
            object.put(field, value.display());
        }
    }

    static String indented(JsonNode json) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        return write(json, printer) + "\n";
    }

    private static String write(JsonNode json, DefaultPrettyPrinter printer) {
        try {
            return MAPPER.writer(printer).writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory always has a text", e);
        }
    }
}

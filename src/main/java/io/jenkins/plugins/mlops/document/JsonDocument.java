package io.jenkins.plugins.mlops.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Streams tokens, for their locations. Python's {@code json} writes NaN and Infinity as bare words, so these are read as well. */
final class JsonDocument {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Documents.MAX_DEPTH)
                    .maxDocumentLength(Documents.MAX_LENGTH)
                    .build())
            .build();

    private JsonDocument() {}

    static Node read(String text, String file) throws DocumentException {
        return read(JSON, text, file, "JSON");
    }

    static Node read(JsonFactory format, String text, String file, String formatName) throws DocumentException {
        try (JsonParser parser = format.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new DocumentException(Position.startOf(file), "the file is empty, not " + formatName);
            }
            Node root = value(parser, file);
            if (parser.nextToken() != null) {
                throw new DocumentException(
                        at(parser.currentTokenLocation(), file), "text after the end of the document");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new DocumentException(
                    at(e.getLocation(), file), "not valid " + formatName + ": " + e.getOriginalMessage(), e);
        } catch (DocumentException e) {
            throw e;
        } catch (IOException e) {
            throw new DocumentException(Position.in(file), "not valid " + formatName + ": " + e.getMessage(), e);
        }
    }

    private static Node value(JsonParser parser, String file) throws IOException {
        Position at = at(parser.currentTokenLocation(), file);
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Node> entries = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    parser.nextToken();
                    entries.put(key, value(parser, file));
                }
                yield new Node.Mapping(entries, at);
            }
            case START_ARRAY -> {
                List<Node> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser, file));
                }
                yield new Node.Sequence(items, at);
            }
            case VALUE_STRING -> new Node.Text(parser.getText(), at);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Number(parser.getText(), number(parser), at);
            case VALUE_TRUE -> new Node.Flag(true, at);
            case VALUE_FALSE -> new Node.Flag(false, at);
            case VALUE_NULL -> new Node.Null(at);
            // TOML's dates and times
            case VALUE_EMBEDDED_OBJECT -> new Node.Text(String.valueOf(parser.getEmbeddedObject()), at);
            default -> throw new DocumentException(at, "unexpected " + parser.currentToken());
        };
    }

    private static Optional<BigDecimal> number(JsonParser parser) throws IOException {
        return parser.isNaN() ? Optional.empty() : Decimals.finite(parser.getText());
    }

    private static Position at(JsonLocation location, String file) {
        if (location == null || location.getLineNr() < 1) {
            return Position.in(file);
        }
        return new Position(file, location.getLineNr(), Math.max(location.getColumnNr(), 0));
    }
}

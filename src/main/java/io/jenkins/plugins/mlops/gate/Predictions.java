package io.jenkins.plugins.mlops.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What one model said of each example, in the order of the file; keys are ids, or row numbers where the file has none. */
record Predictions(String file, boolean hasIds, Map<String, Row> rows) {

    record Row(String label, String prediction, Position at) {}

    /** Names of the columns. */
    record Columns(String label, String prediction, Optional<String> id) {}

    private static final int MAX_ROWS = 10_000_000;

    /** CSV and TSV with a header, or JSON Lines (also {@code .ndjson}). */
    static Predictions read(Path path, String file, Columns columns) throws IOException {
        String name = file.toLowerCase(Locale.ROOT);
        Builder builder = new Builder(file, columns);
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            builder.jsonLines(path);
        } else if (name.endsWith(".csv") || name.endsWith(".tsv")) {
            builder.csv(path, name.endsWith(".tsv") ? '\t' : ',');
        } else {
            throw new DocumentException(Position.in(file), "predictions have to be .csv, .tsv or .jsonl");
        }
        if (builder.rows.isEmpty()) {
            throw new DocumentException(Position.in(file), "there is no prediction in it");
        }
        return new Predictions(file, builder.withIds, builder.rows);
    }

    private static final class Builder {
        private final String file;
        private final Columns columns;
        private final Map<String, Row> rows = new LinkedHashMap<>();
        private boolean withIds;

        Builder(String file, Columns columns) {
            this.file = file;
            this.columns = columns;
        }

        void jsonLines(Path path) throws IOException {
            try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
                int number = 0;
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    number++;
                    if (!line.isBlank()) {
                        Position at = new Position(file, number, 0);
                        Map<String, String> fields = new LinkedHashMap<>();
                        for (Map.Entry<String, Node> entry :
                                object(line, at).entries().entrySet()) {
                            if (!(entry.getValue() instanceof Node.Mapping
                                    || entry.getValue() instanceof Node.Sequence)) {
                                fields.put(entry.getKey(), text(entry.getValue()));
                            }
                        }
                        add(fields, at);
                    }
                }
            } catch (java.nio.charset.CharacterCodingException e) {
                throw new DocumentException(Position.in(file), "not UTF-8 text; save the file as UTF-8", e);
            }
        }

        private static Node.Mapping object(String line, Position at) throws DocumentException {
            try {
                return Documents.json(line, at.file()).asMapping("a line of predictions");
            } catch (DocumentException e) {
                throw new DocumentException(
                        new Position(at.file(), at.line(), e.position().column()), e.problem(), e);
            }
        }

        private static String text(Node node) throws DocumentException {
            if (node instanceof Node.Flag flag) {
                return Boolean.toString(flag.value());
            }
            return node instanceof Node.Null ? "" : node.asText("a prediction");
        }

        void csv(Path path, char separator) throws IOException {
            if (Files.size(path) == 0) {
                return;
            }
            CsvMapper mapper = CsvMapper.builder()
                    .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                    .enable(CsvParser.Feature.TRIM_SPACES)
                    .enable(CsvParser.Feature.INSERT_NULLS_FOR_MISSING_COLUMNS)
                    .build();
            CsvSchema schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator);
            try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8);
                    MappingIterator<Map<String, String>> lines =
                            mapper.readerForMapOf(String.class).with(schema).readValues(reader)) {
                while (lines.hasNextValue()) {
                    Map<String, String> fields = lines.nextValue();
                    // the parser is at the end of the row
                    int line = lines.getCurrentLocation().getLineNr();
                    add(fields, new Position(file, Math.max(1, line), 0));
                }
            } catch (JsonProcessingException e) {
                Position at = e.getLocation() == null
                        ? Position.in(file)
                        : new Position(file, Math.max(e.getLocation().getLineNr(), 0), 0);
                throw new DocumentException(at, "not valid CSV: " + e.getOriginalMessage(), e);
            } catch (RuntimeJsonMappingException e) {
                throw new DocumentException(Position.in(file), "not valid CSV: " + e.getMessage(), e);
            } catch (java.nio.charset.CharacterCodingException e) {
                throw new DocumentException(Position.in(file), "not UTF-8 text; save the file as UTF-8", e);
            }
        }

        private void add(Map<String, String> fields, Position at) throws DocumentException {
            String id = columns.id().isPresent() ? field(fields, columns.id().get(), at) : fields.get("id");
            if (rows.isEmpty()) {
                withIds = id != null;
            } else if (withIds != (id != null)) {
                throw new DocumentException(at, "some rows have an id and some have none");
            }
            String key = id == null ? String.valueOf(rows.size() + 1) : id;
            Row row = new Row(field(fields, columns.label(), at), field(fields, columns.prediction(), at), at);
            Row before = rows.putIfAbsent(key, row);
            if (before != null) {
                throw new DocumentException(
                        at, "the id '" + key + "' stands here a second time, first at " + before.at());
            }
            if (rows.size() > MAX_ROWS) {
                throw new DocumentException(at, "more than " + MAX_ROWS + " rows");
            }
        }

        private static String field(Map<String, String> fields, String column, Position at) throws DocumentException {
            String value = fields.get(column);
            if (value == null || value.isEmpty()) {
                throw new DocumentException(
                        at,
                        "no value in the column '" + column + "'; the columns are "
                                + String.join(", ", fields.keySet()));
            }
            return value;
        }
    }
}

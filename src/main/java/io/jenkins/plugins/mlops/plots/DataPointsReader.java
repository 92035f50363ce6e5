package io.jenkins.plugins.mlops.plots;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the data points in each of the formats, by DVC's rules ({@code dvc/render/converter/vega.py}). */
final class DataPointsReader {

    private static final CsvFactory CSV = CsvFactory.builder()
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .build();

    private static final int MAX_FIELDS = 1_000;

    private final String file;
    private final List<DataPoints.Row> rows = new ArrayList<>();

    private DataPointsReader(String file) {
        this.file = file;
    }

    static DataPoints csv(String text, String file, char separator) throws DocumentException {
        if (text.length() > Documents.MAX_LENGTH) {
            throw new DocumentException(Position.in(file), "longer than " + Documents.MAX_LENGTH + " characters");
        }
        DataPointsReader reader = new DataPointsReader(file);
        try {
            reader.readCsv(text, separator);
        } catch (JsonProcessingException e) {
            Position at = e.getLocation() == null
                    ? Position.in(file)
                    : new Position(file, Math.max(e.getLocation().getLineNr(), 0), 0);
            throw new DocumentException(at, "not valid CSV: " + e.getOriginalMessage(), e);
        } catch (DocumentException e) {
            throw e;
        } catch (IOException e) {
            throw new DocumentException(Position.in(file), "not valid CSV: " + e.getMessage(), e);
        }
        return new DataPoints(reader.rows);
    }

    private void readCsv(String text, char separator) throws IOException {
        try (CsvParser parser = CSV.createParser(text)) {
            parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
            List<String> header = List.of();
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return;
            }
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                int line = 0;
                List<String> cells = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    // of the first value, because the parser's location lags behind at the start of a row
                    line = line == 0 ? parser.currentTokenLocation().getLineNr() : line;
                    cells.add(parser.getText());
                    if (cells.size() > MAX_FIELDS) {
                        throw new DocumentException(
                                new Position(file, line, 0), "more than " + MAX_FIELDS + " columns");
                    }
                }
                if (header.isEmpty()) {
                    header = header(cells, line);
                } else {
                    add(new DataPoints.Row(new Position(file, line, 0), row(header, cells, line)));
                }
            }
        }
    }

    private List<String> header(List<String> cells, int line) throws DocumentException {
        if (new HashSet<>(cells).size() != cells.size()) {
            throw new DocumentException(new Position(file, line, 0), "the header has a column twice");
        }
        return cells;
    }

    private Map<String, String> row(List<String> header, List<String> cells, int line) throws DocumentException {
        if (cells.size() > header.size()) {
            throw new DocumentException(
                    new Position(file, line, 0),
                    cells.size() + " cells but the header has " + header.size() + " columns");
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isBlank()) {
                row.put(header.get(i), cells.get(i));
            }
        }
        return row;
    }

    /** One JSON document per line. */
    static DataPoints jsonLines(String text, String file) throws DocumentException {
        DataPointsReader reader = new DataPointsReader(file);
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            Position at = new Position(file, number, 1);
            try {
                reader.add(reader.row(Documents.json(line, file).asMapping("a line"), at));
            } catch (DocumentException e) {
                if (e.position().line() != 1 || number == 1) {
                    throw e;
                }
                throw new DocumentException(
                        new Position(file, number, e.position().column()), e.problem(), e);
            }
        }
        return new DataPoints(reader.rows);
    }

    /** A list of mappings; or a mapping with such lists in it, which DVC joins by their index; or a mapping of columns. */
    static DataPoints tree(Node root, String file) throws DocumentException {
        DataPointsReader reader = new DataPointsReader(file);
        if (root instanceof Node.Mapping mapping && isColumns(mapping)) {
            reader.columns(mapping);
        } else {
            reader.lists(root);
        }
        return new DataPoints(reader.rows);
    }

    private static boolean isColumns(Node.Mapping mapping) {
        boolean any = false;
        for (Node node : mapping.entries().values()) {
            if (node instanceof Node.Sequence list) {
                boolean scalars = !list.items().isEmpty()
                        && list.items().stream()
                                .noneMatch(item -> item instanceof Node.Mapping || item instanceof Node.Sequence);
                if (!scalars) {
                    return false;
                }
                any = true;
            } else if (node instanceof Node.Mapping) {
                return false;
            }
        }
        return any;
    }

    private void columns(Node.Mapping mapping) throws DocumentException {
        for (Map.Entry<String, Node> column : mapping.entries().entrySet()) {
            if (column.getValue() instanceof Node.Sequence list) {
                for (int i = 0; i < list.items().size(); i++) {
                    Node item = list.items().get(i);
                    merge(i, item.at(), cell(column.getKey(), item));
                }
            }
        }
    }

    private void lists(Node node) throws DocumentException {
        if (node instanceof Node.Sequence list) {
            for (int i = 0; i < list.items().size(); i++) {
                Node item = list.items().get(i);
                if (item instanceof Node.Mapping point) {
                    merge(i, item.at(), row(point, item.at()).cells());
                }
            }
        } else if (node instanceof Node.Mapping mapping) {
            for (Node value : mapping.entries().values()) {
                lists(value);
            }
        }
    }

    private void merge(int index, Position at, Map<String, String> cells) throws DocumentException {
        while (rows.size() <= index) {
            add(new DataPoints.Row(at, new LinkedHashMap<>()));
        }
        rows.get(index).cells().putAll(cells);
    }

    private void add(DataPoints.Row row) throws DocumentException {
        if (rows.size() >= DataPoints.MAX_ROWS) {
            throw new DocumentException(row.at(), "more than " + DataPoints.MAX_ROWS + " rows are too many for a plot");
        }
        rows.add(row);
    }

    private DataPoints.Row row(Node.Mapping point, Position at) {
        Map<String, String> cells = new LinkedHashMap<>();
        point.entries().forEach((field, value) -> cells.putAll(cell(field, value)));
        return new DataPoints.Row(at, cells);
    }

    private static Map<String, String> cell(String field, Node value) {
        if (value instanceof Node.Number number) {
            return Map.of(field, number.literal());
        }
        if (value instanceof Node.Text text) {
            return Map.of(field, text.value());
        }
        if (value instanceof Node.Flag flag) {
            return Map.of(field, Boolean.toString(flag.value()));
        }
        return Map.of();
    }
}

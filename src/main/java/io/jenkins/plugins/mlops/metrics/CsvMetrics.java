package io.jenkins.plugins.mlops.metrics;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.jenkins.plugins.mlops.document.Decimals;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Two shapes: a header and one row of values, or two columns of names and values with or without a header. */
final class CsvMetrics {

    private static final CsvFactory CSV =
            CsvFactory.builder().enable(CsvParser.Feature.SKIP_EMPTY_LINES).build();

    private static final Pattern NUMBER = Pattern.compile("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?(?:nan|inf|infinity)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> NAME_HEADERS =
            Set.of("name", "metric", "metrics", "key", "measure", "param", "parameter");

    private static final int MAX_ROWS = 1_000_000;
    private static final int MAX_DIGITS = 1_000;

    private record Cell(String text, Position at) {}

    private CsvMetrics() {}

    static Snapshot read(String text, String file, char separator) throws DocumentException {
        List<List<Cell>> rows = rows(text, file, separator);
        if (rows.isEmpty()) {
            throw new DocumentException(
                    Position.startOf(file), "the file is empty; expected a header and a row of values");
        }
        List<Cell> first = rows.get(0);
        boolean twoColumns = rows.stream().allMatch(row -> row.size() == 2);
        if (twoColumns) {
            String head = first.get(0).text().toLowerCase(Locale.ROOT);
            if (NAME_HEADERS.contains(head) || first.get(1).text().equalsIgnoreCase("value")) {
                return namesAndValues(rows.subList(1, rows.size()), file);
            }
            if (isNumeric(first.get(1).text()) && !isNumeric(first.get(0).text())) {
                return namesAndValues(rows, file);
            }
        }
        if (rows.size() != 2) {
            throw new DocumentException(
                    first.get(0).at(),
                    "expected a header and one row of values, or two columns 'name" + separator + "value', but found "
                            + (rows.size() - 1)
                            + " rows under the header; a table of many rows is a plot and no set of metrics");
        }
        return header(first, rows.get(1), file);
    }

    private static Snapshot header(List<Cell> names, List<Cell> values, String file) throws DocumentException {
        if (names.size() != values.size()) {
            throw new DocumentException(
                    values.get(0).at(), "the header has " + names.size() + " columns and the row has " + values.size());
        }
        List<List<Cell>> pairs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            boolean indexOfPandas = i == 0 && names.get(i).text().isEmpty();
            if (!indexOfPandas) {
                pairs.add(List.of(names.get(i), values.get(i)));
            }
        }
        return namesAndValues(pairs, file);
    }

    private static Snapshot namesAndValues(List<List<Cell>> pairs, String file) throws DocumentException {
        List<Metric> metrics = new ArrayList<>();
        Map<String, Position> seen = new HashMap<>();
        for (List<Cell> pair : pairs) {
            Cell name = pair.get(0);
            if (name.text().isEmpty()) {
                throw new DocumentException(name.at(), "a metric without a name");
            }
            Position before = seen.putIfAbsent(name.text(), name.at());
            if (before != null) {
                throw new DocumentException(
                        name.at(), "the name '" + name.text() + "' stands here a second time, first at " + before);
            }
            metrics.add(new Metric(file, name.text(), value(pair.get(1))));
        }
        return Snapshot.of(metrics);
    }

    private static boolean isNumeric(String text) {
        return NUMBER.matcher(text).matches() || NOT_FINITE.matcher(text).matches();
    }

    private static Value value(Cell cell) throws DocumentException {
        String text = cell.text();
        if (text.isEmpty()) {
            return new Value.Null();
        }
        if (NOT_FINITE.matcher(text).matches()) {
            return new Value.NotFinite(FlatNames.notFinite(text));
        }
        if (NUMBER.matcher(text).matches()) {
            if (text.length() > MAX_DIGITS) {
                throw new DocumentException(cell.at(), "a number of more than " + MAX_DIGITS + " digits");
            }
            return Decimals.finite(text)
                    .<Value>map(Value.Numeric::new)
                    .orElseGet(() -> new Value.NotFinite(FlatNames.notFinite(text)));
        }
        Optional<Boolean> flag =
                switch (text) {
                    case "true", "True", "TRUE" -> Optional.of(true);
                    case "false", "False", "FALSE" -> Optional.of(false);
                    default -> Optional.empty();
                };
        return flag.<Value>map(Value.Flag::new).orElseGet(() -> new Value.Text(text));
    }

    private static List<List<Cell>> rows(String text, String file, char separator) throws DocumentException {
        List<List<Cell>> rows = new ArrayList<>();
        try (CsvParser parser = CSV.createParser(text)) {
            parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
            parser.enable(CsvParser.Feature.WRAP_AS_ARRAY);
            List<Cell> row = new ArrayList<>();
            boolean inRow = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    row = new ArrayList<>();
                    inRow = true;
                } else if (token == JsonToken.END_ARRAY && inRow) {
                    inRow = false;
                    if (!isBlank(row)) {
                        rows.add(row);
                    }
                    if (rows.size() > MAX_ROWS) {
                        throw new DocumentException(at(parser, file), "more than " + MAX_ROWS + " rows");
                    }
                } else if (token.isScalarValue()) {
                    row.add(new Cell(parser.getText().strip(), at(parser, file)));
                }
            }
            return rows;
        } catch (DocumentException e) {
            throw e;
        } catch (JsonProcessingException e) {
            Position at = e.getLocation() == null
                    ? Position.in(file)
                    : new Position(
                            file,
                            Math.max(e.getLocation().getLineNr(), 0),
                            Math.max(e.getLocation().getColumnNr(), 0));
            throw new DocumentException(at, "not valid CSV: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DocumentException(Position.in(file), "not valid CSV: " + e.getMessage(), e);
        }
    }

    private static boolean isBlank(List<Cell> row) {
        return row.stream().allMatch(cell -> cell.text().isEmpty());
    }

    private static Position at(JsonParser parser, String file) {
        var location = parser.currentTokenLocation();
        return new Position(file, Math.max(location.getLineNr(), 0), Math.max(location.getColumnNr(), 0));
    }
}

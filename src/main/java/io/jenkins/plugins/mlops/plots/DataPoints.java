package io.jenkins.plugins.mlops.plots;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** The rows of a plot file, whatever its format: DVC's data points. */
record DataPoints(List<Row> rows) {

    /** More rows than this are no plot but a data set. */
    static final int MAX_ROWS = 500_000;

    /** @param cells field to the text as it is in the file; a field without a value is left out */
    record Row(Position at, Map<String, String> cells) {}

    DataPoints {
        rows = List.copyOf(rows);
    }

    /** In the order in which they first occur. */
    List<String> fields() {
        Set<String> fields = new LinkedHashSet<>();
        rows.forEach(row -> fields.addAll(row.cells().keySet()));
        return new ArrayList<>(fields);
    }

    boolean isNumeric(String field) {
        boolean any = false;
        for (Row row : rows) {
            String text = row.cells().get(field);
            if (text != null) {
                if (number(text).isEmpty()) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    /** @throws DocumentException where a cell is text that is no number */
    Curve curve(String name, String x, String y) throws DocumentException {
        List<Point> points = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            double at = x == null ? i : finiteOrNaN(row, x);
            double value = finiteOrNaN(row, y);
            if (!Double.isNaN(at)) {
                points.add(new Point(at, value));
            }
        }
        return new Curve(name, points);
    }

    private static double finiteOrNaN(Row row, String field) throws DocumentException {
        String text = row.cells().get(field);
        if (text == null) {
            return Double.NaN;
        }
        double value = number(text)
                .orElseThrow(() -> new DocumentException(
                        row.at(), "expected a number for " + field + " but found " + quoted(text)));
        return Double.isFinite(value) ? value : Double.NaN;
    }

    private static String quoted(String text) {
        return '"' + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + '"';
    }

    /** What Python's {@code float()} reads: {@code nan} and {@code inf} are numbers, Java's {@code 1d} and {@code 0x1p3} are not. */
    static OptionalDouble number(String text) {
        String trimmed = text.strip();
        if (trimmed.length() <= 400 && trimmed.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
            return OptionalDouble.of(Double.parseDouble(trimmed));
        }
        return trimmed.matches("(?i)[-+.]{0,2}(nan|inf|infinity)")
                ? OptionalDouble.of(Double.NaN)
                : OptionalDouble.empty();
    }
}

package io.jenkins.plugins.mlops.plots;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Confusion matrices: from pairs of classes, which are counted, or as a matrix of counts. */
final class MatrixReader {

    static final int MAX_CLASSES = 100;

    private static final List<String> MATRIX_KEYS = List.of("matrix", "counts", "confusion_matrix");

    /** Numbers by value, so that class 10 follows class 9, and before text. */
    private static final Comparator<String> BY_CLASS = Comparator.<String>comparingInt(
                    label -> DataPoints.number(label).isPresent() ? 0 : 1)
            .thenComparingDouble(label -> DataPoints.number(label).orElse(0))
            .thenComparing(Comparator.naturalOrder());

    private MatrixReader() {}

    static Plot count(DataPoints points, FieldPair pair, String path, String title) throws DocumentException {
        TreeSet<String> classes = new TreeSet<>(BY_CLASS);
        for (DataPoints.Row row : points.rows()) {
            classes.add(label(row, pair.x()));
            classes.add(label(row, pair.y()));
            if (classes.size() > MAX_CLASSES) {
                throw new DocumentException(
                        row.at(), "more than " + MAX_CLASSES + " classes are too many for a confusion matrix");
            }
        }
        List<String> labels = new ArrayList<>(classes);
        Map<String, Integer> index = new HashMap<>();
        labels.forEach(label -> index.put(label, index.size()));
        long[][] counts = new long[labels.size()][labels.size()];
        for (DataPoints.Row row : points.rows()) {
            counts[index.get(label(row, pair.x()))][index.get(label(row, pair.y()))]++;
        }
        return new Plot.ConfusionMatrix(path, title, labels, rows(counts));
    }

    private static String label(DataPoints.Row row, String field) throws DocumentException {
        String label = row.cells().get(field);
        if (label == null) {
            throw new DocumentException(row.at(), "has no value for " + field);
        }
        return label;
    }

    private static List<List<Long>> rows(long[][] counts) {
        List<List<Long>> rows = new ArrayList<>();
        for (long[] row : counts) {
            rows.add(Arrays.stream(row).boxed().toList());
        }
        return rows;
    }

    /** Empty where the document is no matrix. scikit-learn's orientation: rows are the actual classes. */
    static Optional<Plot> read(Node root, String path, String title) throws DocumentException {
        if (root instanceof Node.Sequence list
                && !list.items().isEmpty()
                && list.items().stream().allMatch(Node.Sequence.class::isInstance)) {
            return Optional.of(matrix(list, Optional.empty(), path, title));
        }
        if (root instanceof Node.Mapping mapping) {
            for (String key : MATRIX_KEYS) {
                Optional<Node> found = mapping.get(key);
                if (found.isPresent()
                        && found.get() instanceof Node.Sequence list
                        && list.items().stream().allMatch(Node.Sequence.class::isInstance)) {
                    Optional<Node> labels = mapping.get("labels").or(() -> mapping.get("classes"));
                    return Optional.of(matrix(list, labels, path, title));
                }
            }
        }
        return Optional.empty();
    }

    private static Plot matrix(Node.Sequence list, Optional<Node> labels, String path, String title)
            throws DocumentException {
        int size = list.items().size();
        if (size > MAX_CLASSES) {
            throw new DocumentException(
                    list.at(), "more than " + MAX_CLASSES + " classes are too many for a confusion matrix");
        }
        List<List<Long>> counts = new ArrayList<>();
        for (Node item : list.items()) {
            List<Node> cells = item.asSequence("a row of the matrix").items();
            if (cells.size() != size) {
                throw new DocumentException(
                        item.at(), "a row of " + cells.size() + " in a confusion matrix of " + size + " rows");
            }
            List<Long> row = new ArrayList<>();
            for (Node cell : cells) {
                row.add(count(cell));
            }
            counts.add(row);
        }
        return new Plot.ConfusionMatrix(path, title, labels(labels, size, path), counts);
    }

    private static long count(Node cell) throws DocumentException {
        BigDecimal count = cell.asNumber("a count");
        // 10^14 is beyond any number of examples, and sums of so many cells still fit a long
        if (count.signum() < 0
                || count.compareTo(BigDecimal.valueOf(100_000_000_000_000L)) > 0
                || count.remainder(BigDecimal.ONE).signum() != 0) {
            throw new DocumentException(
                    cell.at(), "a confusion matrix has counts of examples, whole and not negative; found " + count);
        }
        return count.longValue();
    }

    private static List<String> labels(Optional<Node> node, int size, String path) throws DocumentException {
        List<String> labels = new ArrayList<>();
        if (node.isEmpty()) {
            for (int i = 0; i < size; i++) {
                labels.add(Integer.toString(i));
            }
            return labels;
        }
        for (Node item : node.get().asSequence("labels").items()) {
            labels.add(item instanceof Node.Flag flag ? Boolean.toString(flag.value()) : item.asText("a label"));
        }
        if (labels.size() != size) {
            throw new DocumentException(
                    Position.in(path), labels.size() + " labels for a confusion matrix of " + size + " rows");
        }
        return labels;
    }
}

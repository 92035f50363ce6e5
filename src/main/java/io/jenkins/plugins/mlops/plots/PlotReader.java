package io.jenkins.plugins.mlops.plots;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads plot files: CSV, TSV, JSON, JSON lines and YAML, as scripts, scikit-learn and dvclive write them. The kind of the plot comes from DVC's template
 * where one is given, else from the names of the fields.
 */
public final class PlotReader {

    private static final Set<String> EXTENSIONS = Set.of("csv", "tsv", "json", "jsonl", "ndjson", "yaml", "yml");

    private static final List<String> X_FIELDS = List.of("step", "epoch", "iteration", "iter", "batch");

    /** Axes that a file has besides its values; dvclive writes {@code timestamp}. */
    private static final Set<String> NOT_Y = Set.of("timestamp", "threshold", "rev", "index");

    /** With more fields than this the file is a table; DVC would draw its last field. */
    private static final int MAX_INFERRED_CURVES = 6;

    private final PlotDefinition definition;
    private final String title;

    private PlotReader(PlotDefinition definition) {
        this.definition = definition;
        this.title = definition.title().orElseGet(() -> titleOf(definition.path()));
    }

    /** Whether the file's extension is one that {@link #read} knows; images are not. */
    public static boolean reads(String path) {
        return EXTENSIONS.contains(extension(path));
    }

    public static Plot read(String text, String path) throws DocumentException {
        return read(text, PlotDefinition.of(path));
    }

    /** @throws DocumentException for what is no plot data, with file and line, and for nothing else */
    public static Plot read(String text, PlotDefinition definition) throws DocumentException {
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return new PlotReader(definition).plot(content);
    }

    private Plot plot(String text) throws DocumentException {
        String path = definition.path();
        return switch (extension(path)) {
            case "csv" -> plot(DataPointsReader.csv(text, path, ','));
            case "tsv" -> plot(DataPointsReader.csv(text, path, '\t'));
            case "jsonl", "ndjson" -> plot(DataPointsReader.jsonLines(text, path));
            case "json" -> plot(Documents.json(text, path));
            case "yaml", "yml" -> plot(Documents.yaml(text, path));
            default ->
                throw new DocumentException(
                        Position.in(path), "cannot tell the format of plot data; name it .csv, .tsv, .json or .yaml");
        };
    }

    private Plot plot(Node root) throws DocumentException {
        Optional<Plot> matrix = MatrixReader.read(root, definition.path(), title);
        return matrix.isPresent() ? matrix.get() : plot(DataPointsReader.tree(root, definition.path()));
    }

    private Plot plot(DataPoints points) throws DocumentException {
        List<String> fields = points.fields();
        if (fields.isEmpty()) {
            throw new DocumentException(Position.in(definition.path()), "has no data points to plot");
        }
        for (String field : definition.y()) {
            require(fields, field);
        }
        if (definition.x().isPresent()) {
            require(fields, definition.x().get());
        }
        String template = definition.template().orElse("");
        Optional<FieldPair> classes = FieldPair.classes(definition, fields);
        if (template.startsWith("confusion")) {
            FieldPair pair = classes.orElseThrow(() -> new DocumentException(
                    Position.in(definition.path()),
                    "a confusion matrix needs the fields actual and predicted, or x and y in dvc.yaml; found "
                            + String.join(", ", fields)));
            return MatrixReader.count(points, pair, definition.path(), title);
        }
        if (template.isEmpty() && classes.isPresent() && !hasManyNumbers(points, classes.get())) {
            return MatrixReader.count(points, classes.get(), definition.path(), title);
        }
        if (plots(definition, "tpr") && fields.contains("fpr") && fields.contains("tpr")) {
            return new Plot.Roc(definition.path(), title, List.of(points.curve("tpr", "fpr", "tpr")));
        }
        if (plots(definition, "precision") && fields.contains("precision") && fields.contains("recall")) {
            return new Plot.PrecisionRecall(
                    definition.path(), title, List.of(points.curve("precision", "recall", "precision")));
        }
        return curves(points, fields, template);
    }

    /** Pairs of numbers with no end of values are a regression's predictions, which make a scatter plot. */
    /** Nothing is said of y, or just this field of it. */
    private static boolean plots(PlotDefinition definition, String y) {
        return definition.y().isEmpty() || definition.y().equals(List.of(y));
    }

    private static boolean hasManyNumbers(DataPoints points, FieldPair pair) {
        return points.isNumeric(pair.x())
                && points.isNumeric(pair.y())
                && points.rows().stream()
                                .map(row -> row.cells().get(pair.x()))
                                .distinct()
                                .limit(MatrixReader.MAX_CLASSES + 1L)
                                .count()
                        > MatrixReader.MAX_CLASSES;
    }

    private Plot curves(DataPoints points, List<String> fields, String template) throws DocumentException {
        String x = definition
                .x()
                .or(() -> X_FIELDS.stream().filter(fields::contains).findFirst())
                .orElse(null);
        List<String> ys = definition.y().isEmpty() ? inferredY(points, fields, x) : definition.y();
        boolean scatter = template.startsWith("scatter");
        if (!scatter && template.isEmpty() && x == null) {
            Optional<FieldPair> regression = FieldPair.classes(definition, fields);
            if (regression.isPresent()) {
                x = regression.get().x();
                ys = List.of(regression.get().y());
                scatter = true;
            }
        }
        List<Curve> curves = new ArrayList<>();
        for (String y : ys) {
            curves.add(points.curve(y, x, y));
        }
        if (curves.stream().allMatch(curve -> curve.points().isEmpty())) {
            throw new DocumentException(Position.in(definition.path()), "no row has a number for " + x);
        }
        return new Plot.Curves(
                definition.path(),
                title,
                scatter ? Plot.Style.SCATTER : Plot.Style.LINE,
                definition.xLabel().orElse(x == null ? "step" : x),
                definition.yLabel().orElse(ys.size() == 1 ? ys.get(0) : ""),
                curves);
    }

    private List<String> inferredY(DataPoints points, List<String> fields, String x) throws DocumentException {
        List<String> numeric = fields.stream()
                .filter(field -> !field.equals(x) && !NOT_Y.contains(field) && points.isNumeric(field))
                .toList();
        if (numeric.isEmpty()) {
            throw new DocumentException(
                    points.rows().get(0).at(), "no field holds numbers to plot; found " + String.join(", ", fields));
        }
        return numeric.size() > MAX_INFERRED_CURVES ? List.of(numeric.get(numeric.size() - 1)) : numeric;
    }

    private void require(List<String> fields, String field) throws DocumentException {
        if (!fields.contains(field)) {
            throw new DocumentException(
                    Position.in(definition.path()),
                    "has no field " + field + ", which its plot asks for; found " + String.join(", ", fields));
        }
    }

    /** {@code train/loss} for dvclive's {@code dvclive/plots/metrics/train/loss.tsv}; else the name of the file. */
    private static String titleOf(String path) {
        String name = path.substring(0, Math.max(path.lastIndexOf('.'), 0));
        int dvclive = name.lastIndexOf("plots/metrics/");
        return dvclive >= 0
                ? name.substring(dvclive + "plots/metrics/".length())
                : name.substring(name.lastIndexOf('/') + 1);
    }

    private static String extension(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}

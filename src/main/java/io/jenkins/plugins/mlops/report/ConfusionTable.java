package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.plots.Plot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A confusion matrix as a table, which a screen reader can walk; beyond {@value #MAX_CLASSES} classes as a picture with the commonest confusions in words.
 */
final class ConfusionTable {

    private static final int MAX_CLASSES = 12;
    private static final int MAX_CONFUSIONS = 10;
    private static final int SHADES = 8;

    private record Confusion(int actual, int predicted, long count) {}

    private final Markup html;
    private final Plot.ConfusionMatrix matrix;
    private final Optional<Plot.ConfusionMatrix> baseline;

    ConfusionTable(Markup html, Plot.ConfusionMatrix matrix, Optional<Plot.ConfusionMatrix> baseline) {
        this.html = html;
        this.matrix = matrix;
        this.baseline = baseline.filter(other -> other.labels().equals(matrix.labels()));
    }

    void draw() {
        if (matrix.labels().size() <= MAX_CLASSES) {
            table();
        } else {
            picture();
            commonest();
        }
        String right = "Right: " + Numbers.share(matrix.right(), matrix.total()) + " of "
                + Numbers.whole(matrix.total()) + " examples";
        String before = baseline.map(other -> "; baseline " + Numbers.share(other.right(), other.total()))
                .orElse("");
        html.element("p", right + before + ".", "class", "note");
    }

    private void table() {
        html.open(
                "div",
                "class",
                "scroll",
                "role",
                "region",
                "aria-label",
                "Confusion matrix " + matrix.title(),
                "tabindex",
                "0");
        html.open("table", "class", "confusion");
        html.open("thead").open("tr");
        html.element("td", "actual ↓ predicted →", "class", "corner");
        for (String label : matrix.labels()) {
            html.element("th", Text.clip(label, 40), "scope", "col");
        }
        html.close().close().open("tbody");
        for (int i = 0; i < matrix.labels().size(); i++) {
            html.open("tr").element("th", Text.clip(matrix.labels().get(i), 40), "scope", "row");
            for (int j = 0; j < matrix.labels().size(); j++) {
                cell(i, j);
            }
            html.close();
        }
        html.close().close().close();
    }

    private void cell(int actual, int predicted) {
        long count = matrix.counts().get(actual).get(predicted);
        long row = rowTotal(actual);
        String right = actual == predicted ? " right" : "";
        html.open("td", "class", "shade" + shade(count, row) + right);
        html.element("b", Numbers.whole(count));
        html.element("small", Numbers.share(count, row));
        baseline.ifPresent(other -> {
            long delta = count - other.counts().get(actual).get(predicted);
            String text = delta == 0 ? "±0" : (delta > 0 ? "+" : Numbers.MINUS) + Numbers.whole(Math.abs(delta));
            html.element("small", text, "class", "delta", "title", "change against the baseline");
        });
        html.close();
    }

    private long rowTotal(int actual) {
        return matrix.counts().get(actual).stream().mapToLong(Long::longValue).sum();
    }

    private static int shade(long count, long row) {
        return row == 0 ? 0 : (int) Math.round((double) SHADES * count / row);
    }

    private void picture() {
        int size = matrix.labels().size();
        String title = html.nextId();
        html.open("svg", "class", "chart heat", "role", "img", "aria-labelledby", title, "viewBox", "0 0 440 440");
        html.element(
                "title",
                "Confusion matrix of " + size + " classes: rows are actual, columns predicted; darker is a larger"
                        + " share of the row",
                "id",
                title);
        double cell = 420.0 / size;
        html.empty("rect", "class", "frame", "x", "10", "y", "10", "width", "420", "height", "420");
        for (int i = 0; i < size; i++) {
            long row = rowTotal(i);
            for (int j = 0; j < size; j++) {
                long count = matrix.counts().get(i).get(j);
                if (count > 0) {
                    html.empty(
                            "rect",
                            "class",
                            i == j ? "hit" : "miss",
                            "x",
                            LineChart.coordinate(10 + j * cell),
                            "y",
                            LineChart.coordinate(10 + i * cell),
                            "width",
                            LineChart.coordinate(cell),
                            "height",
                            LineChart.coordinate(cell),
                            "fill-opacity",
                            LineChart.coordinate(0.08 + 0.92 * count / row));
                }
            }
        }
        html.close();
    }

    private void commonest() {
        List<Confusion> confusions = new ArrayList<>();
        for (int i = 0; i < matrix.labels().size(); i++) {
            for (int j = 0; j < matrix.labels().size(); j++) {
                long count = matrix.counts().get(i).get(j);
                if (i != j && count > 0) {
                    confusions.add(new Confusion(i, j, count));
                }
            }
        }
        confusions.sort(Comparator.comparingLong(Confusion::count).reversed());
        HtmlTables.open(
                html,
                "Commonest confusions of " + matrix.title(),
                List.of("Actual", "Predicted as", "Examples", "Of the class"),
                List.of(2, 3));
        for (Confusion confusion : confusions.subList(0, Math.min(MAX_CONFUSIONS, confusions.size()))) {
            html.open("tr").element("th", matrix.labels().get(confusion.actual), "scope", "row");
            html.element("td", matrix.labels().get(confusion.predicted));
            html.element("td", Numbers.whole(confusion.count), "class", "num");
            html.element("td", Numbers.share(confusion.count, rowTotal(confusion.actual)), "class", "num");
            html.close();
        }
        HtmlTables.close(html);
    }
}

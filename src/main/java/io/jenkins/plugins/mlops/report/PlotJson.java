package io.jenkins.plugins.mlops.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Fields;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.plots.Curve;
import io.jenkins.plugins.mlops.plots.Plot;
import io.jenkins.plugins.mlops.plots.PlotComparison;
import io.jenkins.plugins.mlops.plots.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plots in the JSON form; a point is {@code [x, y]}, a gap {@code [x, null]}. */
final class PlotJson {

    private PlotJson() {}

    static void write(PlotComparison comparison, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeFields(comparison, json);
        json.writeEndObject();
    }

    static void writeFields(PlotComparison comparison, JsonGenerator json) throws IOException {
        json.writeFieldName("candidate");
        write(comparison.candidate(), json);
        if (comparison.baseline().isPresent()) {
            json.writeFieldName("baseline");
            write(comparison.baseline().get(), json);
        }
    }

    static void write(Plot plot, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", kind(plot));
        json.writeStringField("path", plot.path());
        json.writeStringField("title", plot.title());
        if (plot instanceof Plot.Curves curves) {
            json.writeStringField("style", ReportJsonWriter.constant(curves.style()));
            json.writeStringField("xLabel", curves.xLabel());
            json.writeStringField("yLabel", curves.yLabel());
            write(curves.curves(), json);
        } else if (plot instanceof Plot.Roc roc) {
            write(roc.curves(), json);
        } else if (plot instanceof Plot.PrecisionRecall precisionRecall) {
            write(precisionRecall.curves(), json);
        } else if (plot instanceof Plot.ConfusionMatrix matrix) {
            json.writeArrayFieldStart("labels");
            for (String label : matrix.labels()) {
                json.writeString(label);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("counts");
            for (List<Long> row : matrix.counts()) {
                json.writeStartArray();
                for (long count : row) {
                    json.writeNumber(count);
                }
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static String kind(Plot plot) {
        if (plot instanceof Plot.Curves) {
            return "curves";
        }
        if (plot instanceof Plot.Roc) {
            return "roc";
        }
        return plot instanceof Plot.PrecisionRecall ? "precision_recall" : "confusion_matrix";
    }

    private static void write(List<Curve> curves, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("curves");
        for (Curve curve : curves) {
            json.writeStartObject();
            json.writeStringField("name", curve.name());
            json.writeArrayFieldStart("points");
            for (Point point : curve.points()) {
                json.writeStartArray();
                json.writeNumber(point.x());
                if (point.isGap()) {
                    json.writeNull();
                } else {
                    json.writeNumber(point.y());
                }
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static PlotComparison readComparison(Fields fields) throws DocumentException {
        Optional<Fields> baseline = fields.object("baseline");
        return new PlotComparison(
                readPlot(fields.require("candidate")),
                baseline.isPresent() ? Optional.of(readPlot(baseline.get())) : Optional.empty());
    }

    static Plot readPlot(Fields fields) throws DocumentException {
        String path = fields.text("path");
        String title = fields.text("title");
        String kind = fields.text("kind");
        return switch (kind) {
            case "curves" ->
                new Plot.Curves(
                        path,
                        title,
                        fields.constant("style", Plot.Style.class),
                        fields.text("xLabel"),
                        fields.text("yLabel"),
                        fields.list("curves", PlotJson::readCurve));
            case "roc" -> new Plot.Roc(path, title, fields.list("curves", PlotJson::readCurve));
            case "precision_recall" ->
                new Plot.PrecisionRecall(path, title, fields.list("curves", PlotJson::readCurve));
            case "confusion_matrix" -> readMatrix(fields, path, title);
            default -> throw new DocumentException(fields.at(), "unknown kind of plot " + Text.clip(kind, 40));
        };
    }

    private static Plot readMatrix(Fields fields, String path, String title) throws DocumentException {
        List<List<Long>> counts = new ArrayList<>();
        for (Node row : fields.items("counts")) {
            List<Long> cells = new ArrayList<>();
            for (Node cell : row.asSequence("a row of counts").items()) {
                cells.add(Fields.count(cell));
            }
            counts.add(cells);
        }
        List<String> labels = fields.texts("labels");
        if (counts.size() != labels.size() || counts.stream().anyMatch(row -> row.size() != labels.size())) {
            throw new DocumentException(fields.at(), "counts are not as many rows and columns as there are labels");
        }
        return new Plot.ConfusionMatrix(path, title, labels, counts);
    }

    private static Curve readCurve(Fields fields) throws DocumentException {
        List<Point> points = new ArrayList<>();
        for (Node item : fields.items("points")) {
            List<Node> pair = item.asSequence("a point").items();
            if (pair.size() != 2) {
                throw new DocumentException(item.at(), "a point is [x, y]");
            }
            double x = pair.get(0).asNumber("x").doubleValue();
            double y = pair.get(1) instanceof Node.Null
                    ? Double.NaN
                    : pair.get(1).asNumber("y").doubleValue();
            points.add(new Point(x, y));
        }
        return new Curve(fields.text("name"), points);
    }
}

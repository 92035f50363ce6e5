package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.plots.Curve;
import io.jenkins.plugins.mlops.plots.Plot;
import io.jenkins.plugins.mlops.plots.PlotComparison;
import io.jenkins.plugins.mlops.plots.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The plots and the history of metrics, each as a figure. */
final class HtmlPlots {

    /** Points that a chart of this size can show. */
    private static final int DRAWN_POINTS = 400;

    private static final int LABELS_IN_HALF_THE_PAGE = 5;

    private static final int OPEN_PLOTS = 12;
    private static final int OPEN_HISTORIES = 9;

    private final Markup html;
    private final String heading;

    HtmlPlots(Markup html, String heading) {
        this.html = html;
        this.heading = heading;
    }

    void plots(List<PlotComparison> plots) {
        if (plots.isEmpty()) {
            return;
        }
        html.open("section", "class", "plots").element(heading, "Plots");
        figures(plots.subList(0, Math.min(OPEN_PLOTS, plots.size())));
        if (plots.size() > OPEN_PLOTS) {
            html.open("details").element("summary", "More plots (" + (plots.size() - OPEN_PLOTS) + ")");
            figures(plots.subList(OPEN_PLOTS, plots.size()));
            html.close();
        }
        html.close();
    }

    private void figures(List<PlotComparison> plots) {
        html.open("div", "class", "figures");
        for (PlotComparison plot : plots) {
            html.open(
                    "figure",
                    "class",
                    isWide(plot) ? "wide card" : "card",
                    "data-plot",
                    plot.candidate().path());
            html.element(
                    "figcaption",
                    plot.candidate().title(),
                    "title",
                    plot.candidate().path());
            draw(plot.reducedTo(DRAWN_POINTS));
            html.close();
        }
        html.close();
    }

    /** A matrix that half of the page cannot hold. */
    private static boolean isWide(PlotComparison plot) {
        return plot.candidate() instanceof Plot.ConfusionMatrix matrix
                && matrix.labels().size() > LABELS_IN_HALF_THE_PAGE;
    }

    private void draw(PlotComparison comparison) {
        Plot plot = comparison.candidate();
        Optional<Plot> baseline = comparison.baseline();
        if (plot instanceof Plot.ConfusionMatrix matrix) {
            new ConfusionTable(html, matrix, baseline.map(Plot.ConfusionMatrix.class::cast)).draw();
        } else if (plot instanceof Plot.Roc roc) {
            List<LineChart.Series> series = series(
                    roc.curves(),
                    baseline.map(other -> ((Plot.Roc) other).curves()).orElse(List.of()),
                    "AUC",
                    Curve::areaUnderCurve);
            chart(plot, "false positive rate", "true positive rate", series, true);
        } else if (plot instanceof Plot.PrecisionRecall precisionRecall) {
            List<LineChart.Series> series = series(
                    precisionRecall.curves(),
                    baseline.map(other -> ((Plot.PrecisionRecall) other).curves())
                            .orElse(List.of()),
                    "average precision",
                    Curve::averagePrecision);
            chart(plot, "recall", "precision", series, true);
        } else if (plot instanceof Plot.Curves curves) {
            List<LineChart.Series> series = series(
                    curves.curves(),
                    baseline.map(other -> ((Plot.Curves) other).curves()).orElse(List.of()),
                    curves.style() == Plot.Style.LINE ? "last" : "",
                    HtmlPlots::last);
            chart(plot, curves.xLabel(), curves.yLabel(), series, false);
        }
    }

    private void chart(Plot plot, String x, String y, List<LineChart.Series> series, boolean unit) {
        boolean inUnit = unit
                && series.stream()
                        .flatMap(each -> each.curve().points().stream())
                        .allMatch(point -> point.x() >= 0
                                && point.x() <= 1
                                && (point.isGap() || point.y() >= 0 && point.y() <= 1));
        String description = (y.isEmpty() ? "" : y + " over ") + x + ": "
                + series.stream().map(LineChart.Series::name).collect(Collectors.joining("; "));
        LineChart.Frame frame = new LineChart.Frame(
                plot.title(),
                Text.clip(description, 500),
                y.isEmpty() || y.equals(plot.title()) ? x : x + " (across), " + y + " (up)",
                y,
                inUnit,
                plot instanceof Plot.Roc && inUnit);
        new LineChart(html, frame, series)
                .draw(plot instanceof Plot.Curves curves && curves.style() == Plot.Style.SCATTER);
    }

    static double last(Curve curve) {
        for (int i = curve.points().size() - 1; i >= 0; i--) {
            if (!curve.points().get(i).isGap()) {
                return curve.points().get(i).y();
            }
        }
        return Double.NaN;
    }

    private static List<LineChart.Series> series(
            List<Curve> candidate, List<Curve> baseline, String figure, ToDoubleFunction<Curve> value) {
        List<LineChart.Series> series = new ArrayList<>();
        for (int i = 0; i < candidate.size(); i++) {
            Curve curve = candidate.get(i);
            String name = candidate.size() == 1 ? "candidate" : curve.name();
            series.add(new LineChart.Series(name + figure(figure, value.applyAsDouble(curve)), curve, false, i));
            for (Curve other : baseline) {
                if (other.name().equals(curve.name()) || candidate.size() == 1 && baseline.size() == 1) {
                    String otherName = candidate.size() == 1 ? "baseline" : curve.name() + " of the baseline";
                    String otherFigure = figure(figure, value.applyAsDouble(other));
                    series.add(new LineChart.Series(otherName + otherFigure, other, true, i));
                    break;
                }
            }
        }
        return series;
    }

    private static String figure(String name, double value) {
        return name.isEmpty() ? "" : ", " + name + " " + Numbers.number(value);
    }

    /** Metrics with a failed check first. */
    void history(Section section) {
        List<MetricHistory> histories = section.history().stream()
                .filter(history -> history.points().stream()
                        .anyMatch(point -> point.value().isPresent()))
                .collect(Collectors.toCollection(ArrayList::new));
        if (histories.isEmpty()) {
            return;
        }
        Set<String> failed = section.verdict().checks().stream()
                .filter(Check::failed)
                .map(Check::subject)
                .collect(Collectors.toSet());
        histories.sort(Comparator.comparing(history -> !failed.contains(history.metric())));
        html.open("section", "class", "history").element(heading, "History");
        html.element(
                "p",
                "A diamond is a build whose model was promoted; a dashed line is a limit of the gate.",
                "class",
                "note");
        small(histories.subList(0, Math.min(OPEN_HISTORIES, histories.size())));
        if (histories.size() > OPEN_HISTORIES) {
            html.open("details")
                    .element("summary", "More metrics (" + Numbers.whole(histories.size() - OPEN_HISTORIES) + ")");
            small(histories.subList(OPEN_HISTORIES, histories.size()));
            html.close();
        }
        html.close();
    }

    private void small(List<MetricHistory> histories) {
        html.open("div", "class", "small figures");
        for (MetricHistory history : histories) {
            new HistoryChart(html, history).draw();
        }
        html.close();
    }

    static List<Point> points(MetricHistory history, int most) {
        List<Point> points = new ArrayList<>();
        int from = Math.max(0, history.points().size() - most);
        for (int i = from; i < history.points().size(); i++) {
            double value = history.points()
                    .get(i)
                    .value()
                    .map(Number::doubleValue)
                    .filter(Double::isFinite)
                    .orElse(Double.NaN);
            points.add(new Point(i, value));
        }
        return points;
    }
}

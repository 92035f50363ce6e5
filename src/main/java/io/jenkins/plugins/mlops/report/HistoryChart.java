package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.plots.Point;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** One metric over the newest builds, with the gate's limits. */
final class HistoryChart {

    private static final int WIDTH = 300;
    private static final int HEIGHT = 104;
    private static final int LEFT = 8;
    private static final int RIGHT = 66;
    private static final int TOP = 12;
    private static final int BOTTOM = 12;
    /** Height of a label. */
    private static final int LABEL = 14;

    private static final int MAX_BUILDS = 100;

    private final Markup html;
    private final MetricHistory history;
    private final List<Point> points;

    HistoryChart(Markup html, MetricHistory history) {
        this.html = html;
        this.history = history;
        this.points = HtmlPlots.points(history, MAX_BUILDS);
    }

    void draw() {
        List<Point> known = points.stream().filter(point -> !point.isGap()).toList();
        html.open("figure", "class", "card");
        html.element("figcaption", history.metric());
        if (known.isEmpty()) {
            html.element("p", "No value in the newest " + MAX_BUILDS + " builds.", "class", "note");
            html.close();
            return;
        }
        Point last = known.get(known.size() - 1);
        double[] values = DoubleStream.concat(
                        known.stream().mapToDouble(Point::y),
                        DoubleStream.concat(
                                history.min().stream().mapToDouble(BigDecimal::doubleValue),
                                history.max().stream().mapToDouble(BigDecimal::doubleValue)))
                .toArray();
        Axis x = Axis.exact(points.get(0).x(), points.get(points.size() - 1).x(), LEFT, WIDTH - RIGHT);
        double low = DoubleStream.of(values).min().orElse(0);
        double high = DoubleStream.of(values).max().orElse(1);
        Axis y = Axis.exact(low, high, HEIGHT - BOTTOM, TOP);
        String title = html.nextId();
        html.open(
                "svg",
                "class",
                "chart",
                "role",
                "img",
                "aria-labelledby",
                title,
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT);
        html.element("title", description(known, last), "id", title);
        limit("min", history.min(), y);
        limit("max", history.max(), y);
        html.open("g", "class", "s0");
        for (String run : LineChart.runs(points, x, y)) {
            html.empty("path", "class", "line", "d", run);
        }
        for (Point point : points) {
            if (!point.isGap()) {
                mark(history.points().get((int) point.x()), point, point.equals(last), x, y);
            }
        }
        html.close();
        text(Numbers.number(last.y()), clear(y.at(last.y()), y), "value");
        html.close();
        html.close();
    }

    private void mark(MetricHistory.HistoryPoint build, Point point, boolean last, Axis x, Axis y) {
        if (!build.promoted() && !last) {
            return;
        }
        String text = build.build() + ": " + Numbers.number(point.y()) + (build.promoted() ? ", promoted" : "");
        html.open("g").element("title", text);
        if (build.promoted()) {
            html.empty("path", "class", "promoted", "d", Markers.diamond(x.at(point.x()), y.at(point.y()), 5));
        } else {
            Markers.draw(html, 0, x.at(point.x()), y.at(point.y()), 3.5);
        }
        html.close();
    }

    /** Where the value's label does not cover a limit's. */
    private double clear(double at, Axis y) {
        for (Optional<BigDecimal> limit : List.of(history.min(), history.max())) {
            if (limit.isPresent()) {
                double other = y.at(limit.get().doubleValue());
                if (Math.abs(at - other) < LABEL) {
                    return at > other || other < TOP + LABEL ? other + LABEL : other - LABEL;
                }
            }
        }
        return at;
    }

    private void limit(String word, Optional<BigDecimal> limit, Axis y) {
        limit.ifPresent(bound -> {
            String at = LineChart.coordinate(y.at(bound.doubleValue()));
            html.empty(
                    "line",
                    "class",
                    "limit",
                    "x1",
                    Integer.toString(LEFT),
                    "x2",
                    Integer.toString(WIDTH - RIGHT),
                    "y1",
                    at,
                    "y2",
                    at);
            text(word + " " + Numbers.number(bound), y.at(bound.doubleValue()), "limit-label");
        });
    }

    private void text(String text, double y, String style) {
        html.element(
                "text",
                text,
                "class",
                style,
                "x",
                Integer.toString(WIDTH - RIGHT + 6),
                "y",
                LineChart.coordinate(y + 4));
    }

    private String description(List<Point> known, Point last) {
        String text = Text.clip(history.metric(), 100) + " over " + Headline.plural(known.size(), "build") + ": now "
                + Numbers.number(last.y()) + ", lowest "
                + Numbers.number(known.stream().mapToDouble(Point::y).min().orElse(0)) + ", highest "
                + Numbers.number(known.stream().mapToDouble(Point::y).max().orElse(0));
        return text
                + history.min()
                        .map(bound -> ", gate min " + Numbers.number(bound))
                        .orElse("")
                + history.max()
                        .map(bound -> ", gate max " + Numbers.number(bound))
                        .orElse("");
    }
}

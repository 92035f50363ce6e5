package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.plots.Curve;
import io.jenkins.plugins.mlops.plots.Point;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Curves in one frame with axes. A series has a color and a marker, the baseline's is dashed with hollow markers: two signs besides the color.
 */
final class LineChart {

    static final int WIDTH = 440;
    static final int HEIGHT = 260;
    private static final int LEFT = 60;
    private static final int RIGHT = 14;
    private static final int TOP = 10;
    private static final int BOTTOM = 40;

    /** Colors and markers that the style sheet has. */
    static final int SERIES = 6;

    private static final int MAX_SCATTER = 600;
    private static final int MARKERS = 7;

    /** @param name with what belongs to it, as the legend shows it; {@code baseline: loss} */
    record Series(String name, Curve curve, boolean baseline, int index) {}

    /**
     * @param description for those who can't see it
     * @param unit whether both axes go from 0 to 1
     * @param diagonal whether to draw the line of a classifier that guesses
     */
    record Frame(String title, String description, String xLabel, String yLabel, boolean unit, boolean diagonal) {}

    private final Markup html;
    private final Frame frame;
    private final List<Series> series;

    LineChart(Markup html, Frame frame, List<Series> series) {
        this.html = html;
        this.frame = frame;
        this.series = series;
    }

    void draw(boolean scatter) {
        List<Point> all = series.stream()
                .flatMap(each -> each.curve().points().stream())
                .filter(point -> !point.isGap())
                .toList();
        if (all.isEmpty()) {
            html.element("p", "No finite value to draw.", "class", "note");
            return;
        }
        Axis x = frame.unit
                ? new Axis(0, 1, LEFT, WIDTH - RIGHT)
                : Axis.exact(
                        all.stream().mapToDouble(Point::x).min().orElse(0),
                        all.stream().mapToDouble(Point::x).max().orElse(1),
                        LEFT,
                        WIDTH - RIGHT);
        Axis y = frame.unit
                ? new Axis(0, 1, HEIGHT - BOTTOM, TOP)
                : Axis.over(
                        all.stream().mapToDouble(Point::y).min().orElse(0),
                        all.stream().mapToDouble(Point::y).max().orElse(1),
                        HEIGHT - BOTTOM,
                        TOP);
        String title = html.nextId();
        String description = html.nextId();
        html.open(
                "svg",
                "class",
                "chart",
                "role",
                "img",
                "aria-labelledby",
                title + " " + description,
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT);
        html.element("title", frame.title, "id", title);
        html.element("desc", frame.description, "id", description);
        axes(x, y);
        if (frame.diagonal) {
            line("guess", x.at(0), y.at(0), x.at(1), y.at(1));
        }
        // the baseline first, so that the candidate is drawn over it
        series.stream().filter(Series::baseline).forEach(each -> series(each, x, y, scatter));
        series.stream().filter(each -> !each.baseline()).forEach(each -> series(each, x, y, scatter));
        html.close();
        legend(scatter);
    }

    private void axes(Axis x, Axis y) {
        List<Double> up = y.ticks();
        List<String> upLabels = Numbers.ticks(up);
        for (int i = 0; i < up.size(); i++) {
            line("grid", LEFT, y.at(up.get(i)), WIDTH - RIGHT, y.at(up.get(i)));
            text(upLabels.get(i), LEFT - 6, y.at(up.get(i)) + 4, "end", "");
        }
        List<Double> across = x.ticks();
        List<String> acrossLabels = Numbers.ticks(across);
        for (int i = 0; i < across.size(); i++) {
            line("tick", x.at(across.get(i)), HEIGHT - BOTTOM, x.at(across.get(i)), HEIGHT - BOTTOM + 4);
            text(acrossLabels.get(i), x.at(across.get(i)), HEIGHT - BOTTOM + 17, "middle", "");
        }
        line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        text(Text.clip(frame.xLabel, 60), (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 5, "middle", "label");
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        html.empty(
                "line",
                "class",
                style,
                "x1",
                coordinate(x1),
                "y1",
                coordinate(y1),
                "x2",
                coordinate(x2),
                "y2",
                coordinate(y2));
    }

    private void text(String text, double x, double y, String anchor, String style) {
        html.element("text", text, "x", coordinate(x), "y", coordinate(y), "text-anchor", anchor, "class", style);
    }

    private void series(Series each, Axis x, Axis y, boolean scatter) {
        String style = "s" + each.index() % SERIES + (each.baseline() ? " base" : "");
        List<Point> points = each.curve().points();
        html.open("g", "class", style);
        if (scatter) {
            int step = Math.max(1, (points.size() + MAX_SCATTER - 1) / MAX_SCATTER);
            for (int i = 0; i < points.size(); i += step) {
                if (!points.get(i).isGap()) {
                    Markers.draw(
                            html,
                            each.index(),
                            x.at(points.get(i).x()),
                            y.at(points.get(i).y()),
                            2.5);
                }
            }
        } else {
            for (String run : runs(points, x, y)) {
                html.empty("path", "class", "line", "d", run);
            }
            markers(each, x, y);
        }
        html.close();
    }

    static List<String> runs(List<Point> points, Axis x, Axis y) {
        List<String> runs = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        for (Point point : points) {
            if (point.isGap()) {
                if (!run.isEmpty()) {
                    runs.add(run.toString());
                    run.setLength(0);
                }
            } else {
                run.append(run.isEmpty() ? "M" : "L")
                        .append(coordinate(x.at(point.x())))
                        .append(' ')
                        .append(coordinate(y.at(point.y())));
            }
        }
        if (!run.isEmpty()) {
            runs.add(run.toString());
        }
        return runs;
    }

    /** A few along the curve where several series must be told apart; and each point that no line reaches. */
    private void markers(Series each, Axis x, Axis y) {
        List<Point> points = each.curve().points();
        boolean several = series.stream().mapToInt(Series::index).distinct().count() > 1;
        int step = Math.max(1, points.size() / MARKERS);
        for (int i = 0; i < points.size(); i++) {
            boolean alone = (i == 0 || points.get(i - 1).isGap())
                    && (i == points.size() - 1 || points.get(i + 1).isGap());
            if (!points.get(i).isGap() && (alone || several && (i + step / 2) % step == 0)) {
                Markers.draw(
                        html,
                        each.index(),
                        x.at(points.get(i).x()),
                        y.at(points.get(i).y()),
                        3.5);
            }
        }
    }

    private void legend(boolean scatter) {
        boolean several = series.stream().mapToInt(Series::index).distinct().count() > 1;
        html.open("ul", "class", "legend");
        for (Series each : series) {
            html.open("li");
            html.open("svg", "viewBox", "0 0 26 12", "aria-hidden", "true");
            html.open("g", "class", "s" + each.index() % SERIES + (each.baseline() ? " base" : ""));
            if (!scatter) {
                html.empty("path", "class", "line", "d", "M1 6L25 6");
            }
            if (several || scatter) {
                Markers.draw(html, each.index(), 13, 6, 3.5);
            }
            html.close().close();
            html.element("span", Text.clip(each.name(), 80)).close();
        }
        html.close();
    }

    /** A hundredth of a unit is finer than a pixel. */
    static String coordinate(double value) {
        if (!Double.isFinite(value)) {
            return "0";
        }
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.toPlainString();
    }
}

package io.jenkins.plugins.mlops.report;

/** A shape for each series. */
final class Markers {

    private Markers() {}

    static void draw(Markup html, int index, double x, double y, double r) {
        String path =
                switch (index % LineChart.SERIES) {
                    case 0 -> null;
                    case 1 -> polygon(x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r);
                    case 2 -> polygon(x, y - r * 1.2, x + r * 1.1, y + r * 0.8, x - r * 1.1, y + r * 0.8);
                    case 3 -> diamond(x, y, r * 1.3);
                    case 4 -> polygon(x, y + r * 1.2, x + r * 1.1, y - r * 0.8, x - r * 1.1, y - r * 0.8);
                    default ->
                        "M" + point(x - r, y) + "L" + point(x + r, y) + "M" + point(x, y - r) + "L" + point(x, y + r);
                };
        if (path == null) {
            html.empty(
                    "circle",
                    "class",
                    "mark",
                    "cx",
                    LineChart.coordinate(x),
                    "cy",
                    LineChart.coordinate(y),
                    "r",
                    LineChart.coordinate(r));
        } else {
            html.empty("path", "class", "mark", "d", path);
        }
    }

    static String diamond(double x, double y, double r) {
        return polygon(x, y - r, x + r, y, x, y + r, x - r, y);
    }

    private static String polygon(double... coordinates) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < coordinates.length; i += 2) {
            path.append(i == 0 ? "M" : "L").append(point(coordinates[i], coordinates[i + 1]));
        }
        return path.append('Z').toString();
    }

    private static String point(double x, double y) {
        return LineChart.coordinate(x) + " " + LineChart.coordinate(y);
    }
}

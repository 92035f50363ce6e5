package io.jenkins.plugins.mlops.plots;

import java.util.List;

/** @param points in the order of the file, which is the order in which they are joined */
public record Curve(String name, List<Point> points) {

    public Curve {
        points = List.copyOf(points);
    }

    /** The area under the curve by trapezoids, as scikit-learn's {@code auc}; gaps are left out; 0 for fewer than two points. */
    public double areaUnderCurve() {
        double area = 0;
        Point previous = null;
        for (Point point : points) {
            if (point.isGap()) {
                continue;
            }
            if (previous != null) {
                area += (point.x() - previous.x()) * (point.y() + previous.y()) / 2;
            }
            previous = point;
        }
        return Math.abs(area);
    }

    /**
     * The sum of precision times the step in recall, for x = recall and y = precision, as scikit-learn's {@code average_precision_score}. Does not
     * interpolate, because that is too optimistic (Davis and Goadrich, ICML 2006).
     */
    public double averagePrecision() {
        double sum = 0;
        // scikit-learn writes recall descending and ends with the made-up point (0, 1); a step takes the precision of
        // its end with the higher recall
        Point previous = null;
        for (Point point : points) {
            if (point.isGap()) {
                continue;
            }
            if (previous != null) {
                Point higher = point.x() >= previous.x() ? point : previous;
                sum += Math.abs(point.x() - previous.x()) * higher.y();
            }
            previous = point;
        }
        return sum;
    }
}

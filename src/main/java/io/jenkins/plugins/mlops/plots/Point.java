package io.jenkins.plugins.mlops.plots;

/**
 * @param x finite
 * @param y finite, or NaN for a gap: the file has the row but no finite number in it, as where a loss diverged
 */
public record Point(double x, double y) {

    public Point {
        if (!Double.isFinite(x)) {
            throw new IllegalArgumentException("x is " + x);
        }
        if (Double.isInfinite(y)) {
            throw new IllegalArgumentException("y is " + y);
        }
        // -0.0 equals 0 but not as a record's component
        x += 0.0;
        y += 0.0;
    }

    public boolean isGap() {
        return Double.isNaN(y);
    }
}

package io.jenkins.plugins.mlops.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Values on a line of the drawing.
 *
 * @param min less than max
 * @param from the coordinate of min
 * @param to the coordinate of max
 */
record Axis(double min, double max, double from, double to) {

    /** Widens a range to round numbers, and a range of one value to one around it. */
    static Axis over(double min, double max, double from, double to) {
        if (!(max > min) || (max - min) <= Math.ulp(Math.max(Math.abs(min), Math.abs(max))) * 16) {
            double around = min == 0 ? 1 : Math.abs(min) * 0.1;
            return new Axis(min - around, max + around, from, to);
        }
        // half of each, because the difference of two huge numbers overflows
        if (Double.isInfinite(max - min)) {
            return new Axis(min, max, from, to);
        }
        double step = step(min, max);
        return new Axis(Math.floor(min / step) * step, Math.ceil(max / step) * step, from, to);
    }

    /** Without the widening. */
    static Axis exact(double min, double max, double from, double to) {
        return max > min ? new Axis(min, max, from, to) : over(min, max, from, to);
    }

    double at(double value) {
        double share = (value / 2 - min / 2) / (max / 2 - min / 2);
        return from + share * (to - from);
    }

    /** 1, 2 or 5 times a power of ten, for about four intervals. */
    private static double step(double min, double max) {
        double raw = (max - min) / 4;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double lead = raw / power;
        return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        double step = step(min, max);
        if (!Double.isFinite(step) || step == 0) {
            return List.of(min, max);
        }
        double first = Math.ceil(min / step - 1e-9);
        for (int i = 0; i < 12; i++) {
            double tick = (first + i) * step;
            if (tick > max + step * 1e-6) {
                break;
            }
            // 0.30000000000000004
            ticks.add(Math.abs(tick) < step * 1e-6 ? 0 : tick);
        }
        return ticks;
    }
}

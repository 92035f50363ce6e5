package io.jenkins.plugins.mlops.plots;

import java.util.ArrayList;
import java.util.List;

/**
 * Largest-Triangle-Three-Buckets (S. Steinarsson, Downsampling Time Series for Visual Representation, University of Iceland, 2013): keeps of every bucket the
 * point that spans the largest triangle with the kept point before and the mean of the bucket after, so spikes stay where averaging would flatten them. Each
 * run between two gaps is reduced on its own, in proportion to its length, so a gap stays a gap.
 */
final class Downsampling {

    private Downsampling() {}

    static List<Curve> of(List<Curve> curves, int points) {
        return curves.stream()
                .map(curve -> new Curve(curve.name(), of(curve, points)))
                .toList();
    }

    /** For points that no line joins, of which the triangles would keep the odd ones and lose how dense the others lie. */
    static List<Curve> evenly(List<Curve> curves, int points) {
        return curves.stream()
                .map(curve -> curve.points().size() <= points
                        ? curve
                        : new Curve(curve.name(), everyNth(curve.points(), points)))
                .toList();
    }

    /** @param target at least 3 */
    static List<Point> of(Curve curve, int target) {
        List<Point> points = curve.points();
        if (points.size() <= target) {
            return points;
        }
        List<List<Point>> runs = runs(points);
        // each run keeps at least its two ends and one gap behind it; with too many gaps to afford that, every n-th
        // point has to do
        if (runs.size() * 3 > target) {
            return everyNth(points, target);
        }
        int forRuns = target - runs.size();
        List<Point> kept = new ArrayList<>(target);
        for (List<Point> run : runs) {
            long share = (long) forRuns * run.size() / points.size();
            kept.addAll(largestTriangles(run, (int) Math.max(2, Math.min(share, target - kept.size()))));
        }
        return kept.size() <= target ? kept : everyNth(kept, target);
    }

    /** The points between gaps; each run but the last ends with its gap. */
    private static List<List<Point>> runs(List<Point> points) {
        List<List<Point>> runs = new ArrayList<>();
        List<Point> run = new ArrayList<>();
        for (Point point : points) {
            if (!point.isGap()) {
                run.add(point);
            } else if (!run.isEmpty()) {
                run.add(point);
                runs.add(run);
                run = new ArrayList<>();
            }
        }
        if (!run.isEmpty()) {
            runs.add(run);
        }
        return runs;
    }

    private static List<Point> largestTriangles(List<Point> run, int target) {
        Point last = run.get(run.size() - 1);
        if (last.isGap()) {
            List<Point> kept = new ArrayList<>(largestTriangles(run.subList(0, run.size() - 1), target));
            kept.add(last);
            return kept;
        }
        int size = run.size();
        if (size <= target || target < 3) {
            return size <= target || size < 2 ? run : List.of(run.get(0), last);
        }
        List<Point> kept = new ArrayList<>(target);
        Point before = run.get(0);
        kept.add(before);
        double bucket = (size - 2) / (double) (target - 2);
        for (int i = 0; i < target - 2; i++) {
            int from = 1 + (int) (i * bucket);
            int to = Math.max(from + 1, 1 + (int) ((i + 1) * bucket));
            int nextTo = Math.max(to + 1, Math.min(size, 1 + (int) ((i + 2) * bucket)));
            double meanX = run.subList(to, nextTo).stream()
                    .mapToDouble(Point::x)
                    .average()
                    .orElse(last.x());
            double meanY = run.subList(to, nextTo).stream()
                    .mapToDouble(Point::y)
                    .average()
                    .orElse(last.y());
            Point best = run.get(from);
            double largest = -1;
            for (Point point : run.subList(from, to)) {
                double area = Math.abs((before.x() - meanX) * (point.y() - before.y())
                        - (before.x() - point.x()) * (meanY - before.y()));
                if (area > largest) {
                    largest = area;
                    best = point;
                }
            }
            kept.add(best);
            before = best;
        }
        kept.add(last);
        return kept;
    }

    private static List<Point> everyNth(List<Point> points, int target) {
        List<Point> kept = new ArrayList<>(target);
        for (int i = 0; i < target; i++) {
            kept.add(points.get((int) ((long) i * (points.size() - 1) / Math.max(1, target - 1))));
        }
        return kept;
    }
}

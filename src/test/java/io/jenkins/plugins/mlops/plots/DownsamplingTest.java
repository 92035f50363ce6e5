package io.jenkins.plugins.mlops.plots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DownsamplingTest {

    @Test
    void shouldKeepASpikeAndBothEnds() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            points.add(new Point(i, i == 7_123 ? 50 : Math.sin(i / 500.0)));
        }
        List<Point> kept = Downsampling.of(new Curve("c", points), 100);
        assertThat(kept).hasSizeLessThanOrEqualTo(100).contains(new Point(7_123, 50));
        assertThat(kept.get(0)).isEqualTo(points.get(0));
        assertThat(kept.get(kept.size() - 1)).isEqualTo(points.get(9_999));
    }

    @Test
    void shouldKeepAGap() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            points.add(new Point(i, i >= 400 && i < 500 ? Double.NaN : i % 7));
        }
        List<Point> kept = Downsampling.of(new Curve("c", points), 100);
        assertThat(kept).filteredOn(Point::isGap).hasSize(1);
        assertThat(kept).contains(points.get(399), points.get(500));
    }

    @Property
    void shouldKeepAtMostSoManyInTheirOrder(
            @ForAll @IntRange(min = 0, max = 400) int size,
            @ForAll @IntRange(min = 3, max = 120) int target,
            @ForAll @IntRange(min = 0) int seed) {
        Random random = new Random(seed);
        int gaps = 1 + random.nextInt(20);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            points.add(new Point(i, random.nextInt(gaps) == 1 ? Double.NaN : random.nextGaussian()));
        }
        List<Point> kept = Downsampling.of(new Curve("c", points), target);
        assertThat(kept).hasSizeLessThanOrEqualTo(Math.max(target, 3));
        assertThat(kept).isSubsetOf(points);
        assertThat(kept).isSortedAccordingTo((a, b) -> Double.compare(a.x(), b.x()));
    }
}

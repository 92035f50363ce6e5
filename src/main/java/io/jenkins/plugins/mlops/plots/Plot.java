package io.jenkins.plugins.mlops.plots;

import java.util.List;

/** The data of one plot file. */
public sealed interface Plot {

    /** Path of the file in the repository. */
    String path();

    String title();

    enum Style {
        LINE,
        SCATTER
    }

    /** One or more series over one x axis: losses over epochs, calibration, residuals. */
    record Curves(String path, String title, Style style, String xLabel, String yLabel, List<Curve> curves)
            implements Plot {
        public Curves {
            curves = List.copyOf(curves);
        }
    }

    /**
     * @param labels of the classes
     * @param counts a square: {@code counts.get(actual).get(predicted)} examples of the class with that index
     */
    record ConfusionMatrix(String path, String title, List<String> labels, List<List<Long>> counts) implements Plot {
        public ConfusionMatrix {
            labels = List.copyOf(labels);
            counts = counts.stream().map(List::copyOf).toList();
            int size = labels.size();
            if (counts.size() != size || counts.stream().anyMatch(row -> row.size() != size)) {
                throw new IllegalArgumentException(size + " labels but counts that are not " + size + " x " + size);
            }
        }

        public long total() {
            return counts.stream()
                    .flatMap(List::stream)
                    .mapToLong(Long::longValue)
                    .sum();
        }

        /** Examples whose prediction is right. */
        public long right() {
            long right = 0;
            for (int i = 0; i < labels.size(); i++) {
                right += counts.get(i).get(i);
            }
            return right;
        }
    }

    /** x = false positive rate, y = true positive rate; one curve per class or just one. */
    record Roc(String path, String title, List<Curve> curves) implements Plot {
        public Roc {
            curves = List.copyOf(curves);
        }
    }

    /** x = recall, y = precision; one curve per class or just one. */
    record PrecisionRecall(String path, String title, List<Curve> curves) implements Plot {
        public PrecisionRecall {
            curves = List.copyOf(curves);
        }
    }

    /** The same plot with at most so many points per curve; see {@link Downsampling}. */
    default Plot reducedTo(int points) {
        if (this instanceof Curves plot) {
            return new Curves(
                    plot.path,
                    plot.title,
                    plot.style,
                    plot.xLabel,
                    plot.yLabel,
                    plot.style == Style.SCATTER
                            ? Downsampling.evenly(plot.curves, points)
                            : Downsampling.of(plot.curves, points));
        }
        if (this instanceof Roc plot) {
            return new Roc(plot.path, plot.title, Downsampling.of(plot.curves, points));
        }
        if (this instanceof PrecisionRecall plot) {
            return new PrecisionRecall(plot.path, plot.title, Downsampling.of(plot.curves, points));
        }
        return this;
    }
}

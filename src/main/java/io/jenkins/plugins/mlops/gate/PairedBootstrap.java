package io.jenkins.plugins.mlops.gate;

import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * Percentile bootstrap of a mean of paired differences: examples are drawn with replacement and both models are scored on the same draw (Efron and Tibshirani
 * 1993, An Introduction to the Bootstrap, chapter 13). The same seed gives the same interval.
 */
final class PairedBootstrap {

    /** @param low of the interval that holds the true mean difference with probability 1 - alpha */
    record Interval(double low, double high) {}

    private PairedBootstrap() {}

    static Interval interval(double[] differences, int resamples, double alpha, long seed) {
        Well19937c random = new Well19937c(seed);
        double[] means = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            double sum = 0;
            for (int drawn = 0; drawn < differences.length; drawn++) {
                sum += differences[random.nextInt(differences.length)];
            }
            means[i] = sum / differences.length;
        }
        // R_7 interpolates as numpy and scipy do
        Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
        percentile.setData(means);
        return new Interval(percentile.evaluate(100 * alpha / 2), percentile.evaluate(100 * (1 - alpha / 2)));
    }
}

package io.jenkins.plugins.mlops.gate;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * McNemar's test for two classifiers on the same examples (McNemar 1947, Psychometrika 12:153). With fewer than {@value #EXACT_BELOW} discordant examples the
 * exact binomial test, else the chi-square approximation with continuity correction (Edwards 1948, Psychometrika 13:185).
 *
 * @param onlyBaseline examples that only the baseline got right
 * @param onlyCandidate examples that only the candidate got right
 */
record McNemar(int onlyBaseline, int onlyCandidate) {

    static final int EXACT_BELOW = 25;

    boolean exact() {
        return discordant() < EXACT_BELOW;
    }

    private int discordant() {
        return onlyBaseline + onlyCandidate;
    }

    /** Two-sided, of the hypothesis that both are right equally often. */
    double pValue() {
        if (discordant() == 0) {
            return 1;
        }
        return exact() ? exactPValue() : chiSquarePValue();
    }

    private double exactPValue() {
        BinomialDistribution even = new BinomialDistribution(null, discordant(), 0.5);
        return Math.min(1, 2 * even.cumulativeProbability(Math.min(onlyBaseline, onlyCandidate)));
    }

    private double chiSquarePValue() {
        double distance = Math.max(0, Math.abs((double) onlyBaseline - onlyCandidate) - 1);
        double statistic = distance * distance / discordant();
        return 1 - new ChiSquaredDistribution(null, 1).cumulativeProbability(statistic);
    }
}

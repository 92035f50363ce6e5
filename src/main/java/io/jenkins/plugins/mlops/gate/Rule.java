package io.jenkins.plugins.mlops.gate;

import java.math.BigDecimal;

/** One bound of a criterion. All bounds are inclusive. */
public sealed interface Rule {

    /** In the words of the criterion, as {@link Check#rule} shows it. */
    String text();

    /** False where the bound needs neither baseline nor history, nor to know which way is better. */
    default boolean relative() {
        return true;
    }

    record Min(BigDecimal bound) implements Rule {
        @Override
        public String text() {
            return "min " + Decimal.show(bound);
        }

        @Override
        public boolean relative() {
            return false;
        }
    }

    record Max(BigDecimal bound) implements Rule {
        @Override
        public String text() {
            return "max " + Decimal.show(bound);
        }

        @Override
        public boolean relative() {
            return false;
        }
    }

    /** With b the baseline and higher better: {@code v >= b - margin}; lower better: {@code v <= b + margin}. */
    record MaxRegression(Margin margin) implements Rule {
        @Override
        public String text() {
            return "maxRegression" + margin.text();
        }
    }

    /** With b the baseline and higher better: {@code v >= b + margin}; lower better: {@code v <= b - margin}. */
    record MinImprovement(Margin margin) implements Rule {
        @Override
        public String text() {
            return "minImprovement" + margin.text();
        }
    }

    /**
     * With mean and standard deviation (of a sample, n - 1) of the last {@code builds} values and higher better: {@code v >= mean - sigma * sd}; lower better:
     * {@code v <= mean + sigma * sd}.
     */
    record Window(int builds, BigDecimal sigma) implements Rule {
        @Override
        public String text() {
            return "window of " + builds + " builds, " + Decimal.show(sigma) + " sigma";
        }
    }

    /**
     * A distance from the baseline.
     *
     * @param amount not negative
     * @param percent of the baseline's absolute value, so that a baseline of 0 leaves no margin
     */
    record Margin(BigDecimal amount, boolean percent) {

        BigDecimal of(BigDecimal baseline) {
            return percent ? baseline.abs().multiply(amount).movePointLeft(2) : amount;
        }

        String text() {
            return (percent ? "Pct " : " ") + Decimal.show(amount);
        }
    }
}

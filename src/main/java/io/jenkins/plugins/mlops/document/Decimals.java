package io.jenkins.plugins.mlops.document;

import java.math.BigDecimal;
import java.util.Optional;

/** Numbers keep their digits but have the range of an IEEE 754 double, as in the programs that write and read these files. */
public final class Decimals {

    /** As Jackson's. Parsing a decimal takes time in the square of its digits. */
    private static final int MAX_DIGITS = 1_000;

    private Decimals() {}

    /**
     * @return empty for what overflows a double; 0 for what underflows it, because arithmetic on a BigDecimal like 1e-999999999 takes all memory
     * @throws NumberFormatException for what is no decimal number
     */
    public static Optional<BigDecimal> finite(String literal) {
        if (literal.length() > MAX_DIGITS) {
            throw new NumberFormatException("a number of more than " + MAX_DIGITS + " digits");
        }
        double nearest = Double.parseDouble(literal);
        if (Double.isInfinite(nearest) || Double.isNaN(nearest)) {
            return Optional.empty();
        }
        if (nearest == 0 && literal.matches(".*[eE].*")) {
            return Optional.of(BigDecimal.ZERO);
        }
        return Optional.of(new BigDecimal(literal));
    }
}

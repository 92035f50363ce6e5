package io.jenkins.plugins.mlops.gate;

import java.math.BigDecimal;

/** Shows numbers to people. */
final class Decimal {

    private static final int LONGEST = 20;

    private Decimal() {}

    /** In plain digits, unless that takes a row of zeros that nobody can count. */
    static String show(BigDecimal value) {
        boolean plain = value.scale() >= -LONGEST && value.scale() <= LONGEST;
        return plain ? value.toPlainString() : value.toString();
    }
}

package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Numbers as people read them. The exact value stands in the JSON form, and in the HTML form behind the pointer. */
final class Numbers {

    /** Enough to tell apart what an evaluation on a few ten thousand examples can tell apart. */
    private static final int DIGITS = 4;

    private static final int MAX_DIGITS = 17;

    static final String MINUS = "\u2212";

    /** What stands where there is no value. */
    static final String NONE = "–";

    private Numbers() {}

    /** Four significant digits or all digits of the whole part: {@code 0.912}, {@code 48.1}, {@code 1,234,568}, {@code 1.2e−5}. */
    static String number(BigDecimal value) {
        return number(value, DIGITS);
    }

    private static String number(BigDecimal value, int digits) {
        if (value.signum() == 0) {
            return "0";
        }
        int exponent = value.precision() - value.scale() - 1;
        if (exponent < -4 || exponent >= 15) {
            BigDecimal rounded =
                    value.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
            int power = rounded.precision() - rounded.scale() - 1;
            String mantissa = rounded.movePointLeft(power).toPlainString();
            return (mantissa + "e" + power).replace("-", MINUS);
        }
        int significant = Math.max(digits, exponent + 1);
        BigDecimal rounded = value.round(new MathContext(significant, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        return grouped(rounded.toPlainString());
    }

    private static String grouped(String plain) {
        boolean negative = plain.startsWith("-");
        String digits = negative ? plain.substring(1) : plain;
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        StringBuilder text = new StringBuilder(negative ? MINUS : "");
        for (int i = 0; i < whole.length(); i++) {
            if (i > 0 && (whole.length() - i) % 3 == 0) {
                text.append(',');
            }
            text.append(whole.charAt(i));
        }
        return text.append(point < 0 ? "" : digits.substring(point)).toString();
    }

    /** As few digits as tell all of the different numbers apart, because a row "0.9123, 0.9123, worse" helps nobody. */
    static List<String> apart(List<BigDecimal> values) {
        long distinct =
                values.stream().map(BigDecimal::stripTrailingZeros).distinct().count();
        for (int digits = DIGITS; ; digits++) {
            int precision = digits;
            List<String> texts =
                    values.stream().map(value -> number(value, precision)).toList();
            if (digits == MAX_DIGITS || texts.stream().distinct().count() == distinct) {
                return texts;
            }
        }
    }

    /** The two values of a row, told apart; empty ones are {@link #NONE}. */
    static List<String> pair(Optional<Value> before, Optional<Value> after) {
        if (before.orElse(null) instanceof Value.Numeric a && after.orElse(null) instanceof Value.Numeric b) {
            return apart(List.of(a.value(), b.value()));
        }
        return List.of(value(before), value(after));
    }

    /** Observed, limit and baseline of a check, told apart. */
    static List<String> row(Check check) {
        List<Optional<Value>> values =
                List.of(check.observed(), check.limit().map(Value.Numeric::new), check.baseline());
        List<BigDecimal> numbers = new ArrayList<>();
        for (Optional<Value> value : values) {
            if (value.orElse(null) instanceof Value.Numeric numeric) {
                numbers.add(numeric.value());
            }
        }
        Iterator<String> texts = apart(numbers).iterator();
        List<String> row = new ArrayList<>();
        for (Optional<Value> value : values) {
            row.add(value.orElse(null) instanceof Value.Numeric ? texts.next() : value(value));
        }
        if (check.observed().isEmpty()) {
            row.set(0, "missing");
        }
        return row;
    }

    static String value(Optional<Value> value) {
        return value.map(Numbers::value).orElse(NONE);
    }

    static String value(Value value) {
        return value instanceof Value.Numeric numeric ? number(numeric.value()) : Text.oneLine(value.display());
    }

    /** With its sign, and 0 as {@code 0}. */
    static String delta(BigDecimal delta) {
        return delta.signum() > 0 ? "+" + number(delta) : number(delta);
    }

    /** @param fraction 0.013 for {@code +1.3%} */
    static String percent(BigDecimal fraction) {
        BigDecimal percent = fraction.movePointRight(2);
        if (percent.signum() == 0) {
            return "0%";
        }
        int exponent = percent.precision() - percent.scale() - 1;
        int digits = exponent >= 1 ? 3 : 2;
        return (percent.signum() > 0 ? "+" : "") + number(percent, digits) + "%";
    }

    /** A share without a sign: {@code 98.2%}. */
    static String share(long part, long whole) {
        return whole == 0 ? NONE : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole);
    }

    static String number(double value) {
        return Double.isFinite(value) ? number(BigDecimal.valueOf(value)) : NONE;
    }

    /** The labels of an axis: told apart, and short where they are large: {@code 20k, 40k, 60k}. */
    static List<String> ticks(List<Double> values) {
        double largest = values.stream().mapToDouble(Math::abs).max().orElse(0);
        String[] units = {"", "k", "M", "G", "T"};
        int unit = 0;
        double scale = 1;
        while (largest >= 10_000 && largest < 1e15 && unit < units.length - 1 && largest / scale >= 1_000) {
            unit++;
            scale *= 1_000;
        }
        double divisor = scale;
        String suffix = units[unit];
        List<BigDecimal> scaled = values.stream()
                .map(value -> BigDecimal.valueOf(value / divisor).round(new MathContext(12)))
                .toList();
        return apart(scaled).stream()
                .map(text -> text.equals("0") ? text : text + suffix)
                .toList();
    }

    static String whole(long count) {
        return grouped(Long.toString(count));
    }

    /** In units of 1024: {@code 0 B}, {@code 1.5 KiB}, {@code 118 MiB}. */
    static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        double amount = bytes;
        int unit = 0;
        while (Math.abs(amount) >= 1023.5 && unit < units.length - 1) {
            amount /= 1024;
            unit++;
        }
        String format = unit == 0 || Math.abs(amount) >= 99.95 ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ROOT, format, amount, units[unit]).replace("-", MINUS);
    }
}

package io.jenkins.plugins.mlops.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0.91200000000000003; 0.912",
                "0; 0",
                "0E+5; 0",
                "-0.5; −0.5",
                "48.123456; 48.12",
                "1234567.89; 1,234,568",
                "1E+3; 1,000",
                "999999; 999,999",
                "0.00012345; 0.0001234",
                "0.0000123456; 1.235e−5",
                "-1.5e300; −1.5e300",
                "123456789012345678; 1.235e17",
                "9.99999; 10",
                "0.99996; 1",
            })
    void shouldRoundForPeople(String exact, String shown) {
        assertThat(Numbers.number(new BigDecimal(exact))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0.0132; +1.3%",
                "-0.5; −50%",
                "2.333333; +233%",
                "0; 0%",
                "-0.0022; −0.22%",
                "12.5; +1,250%",
                "0.00000001; +1e−6%"
            })
    void shouldShowFractionsAsPercentWithSign(String fraction, String shown) {
        assertThat(Numbers.percent(new BigDecimal(fraction))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0; 0 B",
                "1023; 1023 B",
                "1024; 1.0 KiB",
                "1536; 1.5 KiB",
                "118420480; 113 MiB",
                "1048575; 1.0 MiB"
            })
    void shouldShowBytes(long bytes, String shown) {
        assertThat(Numbers.bytes(bytes)).isEqualTo(shown);
    }

    @Test
    void shouldTellDifferentValuesApart() {
        assertThat(Numbers.pair(number("0.912341"), number("0.912342"))).containsExactly("0.912341", "0.912342");
        assertThat(Numbers.pair(number("0.5"), number("0.50"))).containsExactly("0.5", "0.5");
        assertThat(Numbers.pair(Optional.empty(), number("1"))).containsExactly("–", "1");
    }

    @Test
    void shouldShowWhatIsNoNumberAsItIs() {
        assertThat(Numbers.value(new Value.NotFinite("NaN"))).isEqualTo("NaN");
        assertThat(Numbers.number(Double.NaN)).isEqualTo("–");
        assertThat(Numbers.share(0, 0)).isEqualTo("–");
    }

    @Property
    void shouldStayCloseAndShort(@ForAll @DoubleRange(min = -1e300, max = 1e300) double value) {
        String shown = Numbers.number(value);
        double read = Double.parseDouble(shown.replace("−", "-").replace(",", ""));
        assertThat(Math.abs(read - value)).isLessThanOrEqualTo(Math.abs(value) * 0.0006);
        assertThat(shown.length()).isLessThanOrEqualTo(20);
    }

    private static Optional<Value> number(String text) {
        return Optional.of(new Value.Numeric(new BigDecimal(text)));
    }

    @Test
    void shouldTellManyApart() {
        assertThat(Numbers.apart(List.of(new BigDecimal("1"), new BigDecimal("1.0000001"))))
                .containsExactly("1", "1.0000001");
    }
}

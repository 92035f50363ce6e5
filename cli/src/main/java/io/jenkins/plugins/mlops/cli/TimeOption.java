package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.gate.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 90s}, {@code 10m}, {@code 1h}, or {@code 0}. */
final class TimeOption implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        if (text.matches("0[smh]?")) {
            return Duration.ZERO;
        }
        return Durations.parse(text)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no time; write 90s, 10m or 1h"));
    }
}

package io.jenkins.plugins.mlops.steps;

import io.jenkins.plugins.mlops.gate.Durations;
import java.time.Duration;

/** {@code 90s}, {@code 10m}, {@code 1h}, or {@code 0}, as the command line reads them. */
final class ReleaseTime {

    private ReleaseTime() {}

    /** @throws IllegalArgumentException that says what to write instead */
    static Duration parse(String name, String text) {
        if (text.strip().matches("0[smh]?")) {
            return Duration.ZERO;
        }
        return Durations.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " is '" + text + "', which is no time; write " + name + ": '90s', '10m' or '1h'"));
    }

    /** @throws IllegalArgumentException for what is neither a time nor empty */
    static void check(String name, String text) {
        if (!text.isBlank()) {
            parse(name, text);
        }
    }
}

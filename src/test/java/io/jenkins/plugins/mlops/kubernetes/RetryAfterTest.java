package io.jenkins.plugins.mlops.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private final RetryAfter retryAfter =
            new RetryAfter(Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC));

    @Test
    void shouldKeepTheLongestTime() {
        retryAfter.heard("7");
        retryAfter.heard("1");

        assertThat(retryAfter.asked()).contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "0", "1.5", "soon", "Fri, 31 Dec 1999 23:59:59 GMT", "99999999999999999999", "\u0661"})
    void shouldHearNothingInWhatIsNoTime(String header) {
        retryAfter.heard(header);

        assertThat(retryAfter.asked()).isEmpty();
    }
}

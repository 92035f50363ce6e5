package io.jenkins.plugins.mlops.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ImageProgressTest {

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();
    private final ImageProgress progress = new ImageProgress(
            new PrintStream(log, true, StandardCharsets.UTF_8), line -> line.replace("s3cret", "****"), nanos::get);

    @Test
    void shouldTellOfAPushEveryTenSeconds() {
        progress.started("Pushing fraud");
        for (int second = 1; second <= 25; second++) {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            progress.pushed(second * 1_000_000L, 30_000_000L);
        }

        assertThat(log.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("Pushing fraud", "  pushed 10.0 MB of 30.0 MB", "  pushed 20.0 MB of 30.0 MB");
    }

    @Test
    void shouldMaskEveryLine() {
        progress.started("a s3cret");
        progress.printed("b s3cret");
        progress.warned("c s3cret");

        assertThat(log.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("a ****", "  b ****", "WARNING: c ****");
    }
}

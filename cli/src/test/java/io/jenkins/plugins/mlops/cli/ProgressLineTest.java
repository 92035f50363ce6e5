package io.jenkins.plugins.mlops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.dvc.PullListener.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final AtomicLong nanos = new AtomicLong();
    private final StringWriter screen = new StringWriter();

    private ProgressLine line(String columns) {
        Machine machine =
                new Machine(Path.of(""), Map.of("COLUMNS", columns), true, "Linux", Path.of(""), Clock.systemUTC());
        return new ProgressLine(new PrintWriter(screen), new TerminalWidth(machine), nanos::get);
    }

    @Test
    void shouldShowShareAndSpeed() {
        ProgressLine line = line("100");
        line.started(Phase.FETCH, 4);
        nanos.set(TimeUnit.SECONDS.toNanos(2));
        line.transferred(3_000_000);
        nanos.set(TimeUnit.SECONDS.toNanos(3));
        line.advanced(1);

        assertThat(screen.toString()).contains("Fetching [######------------------]  25 %  1/4  3.0 MB  1.0 MB/s");
    }

    @Test
    void shouldNeverBeWiderThanTheTerminal() {
        ProgressLine line = line("30");
        line.started(Phase.CHECKOUT, 100_000);
        nanos.set(TimeUnit.SECONDS.toNanos(1));
        line.advanced(50_000);

        assertThat(screen.toString().split("\r"))
                .allSatisfy(part -> assertThat(part).hasSizeLessThan(30));
    }

    @Test
    void shouldPaintTenTimesASecondAtMost() {
        ProgressLine line = line("80");
        line.started(Phase.FETCH, 1_000);
        for (int i = 0; i < 1_000; i++) {
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
            line.advanced(1);
        }

        assertThat(screen.toString().split("\r")).hasSizeLessThanOrEqualTo(11);
    }
}

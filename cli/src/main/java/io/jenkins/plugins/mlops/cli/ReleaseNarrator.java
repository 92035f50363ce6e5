package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.Transition;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Tells on the console how a release goes; each thing once. */
final class ReleaseNarrator implements ReleaseListener {

    private final Console console;
    private final Clock clock;
    private String last = "";

    ReleaseNarrator(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public void entered(Transition transition) {
        say(transition.message());
    }

    @Override
    public void noticed(String message) {
        console.warning(message);
    }

    void watch(Progress progress) {
        if (progress instanceof Progress.Working working && !working.again().isZero()) {
            say(working.message());
        }
    }

    private void say(String message) {
        if (!message.equals(last)) {
            last = message;
            console.note(LocalTime.ofInstant(clock.instant(), ZoneId.systemDefault())
                            .truncatedTo(ChronoUnit.SECONDS) + " " + message);
        }
    }
}

package io.jenkins.plugins.mlops.steps;

import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.Transition;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;

/** Tells in the log of the build how a release goes: each transition, and within a state each thing that is waited for, once. */
final class ReleaseConsole implements ReleaseListener {

    /** Of one state; an answer that has the time in it is another one each time. */
    private static final int MOST = 100;

    private final PrintStream log;
    private final Set<String> said = new HashSet<>();

    ReleaseConsole(PrintStream log) {
        this.log = log;
    }

    @Override
    public void entered(Transition transition) {
        said.clear();
        say(transition.message());
    }

    @Override
    public void noticed(String message) {
        say("WARNING: " + message);
    }

    void note(String message) {
        say(message);
    }

    void watch(Progress progress) {
        boolean waits = progress instanceof Progress.AwaitingApproval
                || progress instanceof Progress.Working working
                        && !working.again().isZero();
        if (waits) {
            say(progress.message());
        }
    }

    private void say(String message) {
        if (said.size() < MOST && said.add(message)) {
            log.println(message);
        }
    }
}

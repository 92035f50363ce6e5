package io.jenkins.plugins.mlops.gate;

import java.util.List;

/** The decision and everything it rests on. */
public record Verdict(List<Check> checks) {

    public enum Status {
        PASSED,
        /** Only checks of severity {@link Severity#WARN} failed. */
        WARNING,
        FAILED
    }

    public Verdict {
        checks = List.copyOf(checks);
    }

    public Status status() {
        Status status = Status.PASSED;
        for (Check check : checks) {
            if (check.failed()) {
                if (check.severity() == Severity.FAIL) {
                    return Status.FAILED;
                }
                status = Status.WARNING;
            }
        }
        return status;
    }

    /** True unless a check of severity {@link Severity#FAIL} failed. */
    public boolean passed() {
        return status() != Status.FAILED;
    }
}

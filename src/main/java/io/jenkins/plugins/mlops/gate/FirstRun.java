package io.jenkins.plugins.mlops.gate;

/** What becomes of a rule that needs a baseline, or a history, where there is none yet. */
public enum FirstRun {
    /** The check is skipped, and says so. */
    PASS,
    /** The check fails with {@link Severity#WARN}. */
    WARN,
    /** The check fails with the severity of its criterion. */
    FAIL
}

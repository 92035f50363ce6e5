package io.jenkins.plugins.mlops.gate;

/** What a check that does not pass means for the verdict. */
public enum Severity {
    FAIL,
    WARN
}

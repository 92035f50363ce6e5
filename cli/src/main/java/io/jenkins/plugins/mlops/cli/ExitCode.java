package io.jenkins.plugins.mlops.cli;

/** What the program tells the shell; picocli itself answers wrong arguments with {@link #WRONG_USE}. */
final class ExitCode {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USE = 2;
    static final int COULD_NOT = 3;

    private ExitCode() {}
}

package io.jenkins.plugins.mlops.dvc;

/** Who moves the data. */
public enum Engine {
    /** This program, and the installed {@code dvc} for storages that this program does not serve. */
    AUTO,
    /** This program; a storage that it does not serve is an error. */
    NATIVE,
    /** The installed {@code dvc}. */
    DVC
}

package io.jenkins.plugins.mlops.deploy;

import java.util.Locale;

/** One of the two places that an app's pods can be in. */
public enum Colour {
    BLUE,
    GREEN;

    public Colour other() {
        return this == BLUE ? GREEN : BLUE;
    }

    /** As it stands in names and labels. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

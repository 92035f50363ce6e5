package io.jenkins.plugins.mlops.build;

import hudson.model.Run;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Where other systems find a build: in a change request's check, an image's labels, a cluster's events. */
public final class BuildPage {

    private BuildPage() {}

    /** @return its URL, with {@code /} at the end; empty where nobody told Jenkins its own address */
    public static Optional<String> of(Run<?, ?> run) {
        return Optional.ofNullable(Jenkins.get().getRootUrl()).map(root -> root + run.getUrl());
    }
}

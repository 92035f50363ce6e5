package io.jenkins.plugins.mlops.gate;

import java.io.IOException;
import java.util.Optional;

/** Where a baseline comes from: a revision, a build, a file, a model registry. */
public interface BaselineSource {

    /** For messages: {@code branch main}. */
    String description();

    /**
     * @return empty where there is no baseline yet, as on a first run
     * @throws IOException where it cannot be told whether there is one, or it cannot be read; never to be taken for a first run
     */
    Optional<Baseline> find() throws IOException;
}

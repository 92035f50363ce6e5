package io.jenkins.plugins.mlops.lineage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Programs of the machine that answer a question about themselves. */
@FunctionalInterface
public interface Programs {

    /** @return what the program wrote; empty where it is not installed, failed, or took longer than {@code timeout} */
    Optional<String> output(List<String> command, Path folder, Duration timeout);
}

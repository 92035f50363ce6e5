package io.jenkins.plugins.mlops.evaluation;

import io.jenkins.plugins.mlops.gate.BaselineChoice;
import java.io.IOException;
import java.util.Optional;

/** The evaluations of earlier builds, which only a build server knows. */
@FunctionalInterface
public interface BuildBaselines {

    /**
     * @param choice of the kind {@code BUILD}
     * @return empty on a first run: no build was evaluated yet
     * @throws BaselineException where there cannot be such a build
     */
    Optional<KnownBaseline> find(BaselineChoice choice) throws IOException;
}

package io.jenkins.plugins.mlops.deploy;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** Answers queries about metrics. */
public interface Prometheus {

    /**
     * @return the newest finite value of each series; empty where there is none
     * @throws IOException where there was no answer, or one that cannot be understood
     */
    List<BigDecimal> query(String promql) throws IOException;

    /** Where none is configured. */
    Prometheus NONE = promql -> {
        throw new IOException("no Prometheus is configured, so that nobody can answer " + promql);
    };
}

package io.jenkins.plugins.mlops.build;

import hudson.model.Job;
import io.jenkins.plugins.mlops.report.IndexedEvaluation;
import io.jenkins.plugins.mlops.report.MetricIndex;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where the index of a job is. The job's folder goes with the job when it is renamed or moved, and so does the index. */
public final class JobMetrics {

    private static final Logger LOGGER = Logger.getLogger(JobMetrics.class.getName());

    private JobMetrics() {}

    /** Opens nothing yet. */
    public static MetricIndex of(Job<?, ?> job) {
        return MetricIndex.at(job.getRootDir().toPath());
    }

    /** For pages: the oldest first; lines that cannot be read, and a file that cannot be, are told in the log of Jenkins. */
    static List<IndexedEvaluation> newest(Job<?, ?> job, int n) {
        try {
            return of(job).newest(n, LOGGER::warning);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "No metrics of earlier builds of " + job.getFullName());
            return List.of();
        }
    }
}

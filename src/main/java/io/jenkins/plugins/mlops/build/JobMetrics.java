package io.jenkins.plugins.mlops.build;

import hudson.model.Job;
import io.jenkins.plugins.mlops.report.IndexedEvaluation;
import io.jenkins.plugins.mlops.report.MetricIndex;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where the index of a job is. The job's folder goes with the job when it is renamed or moved, and so does the index. */
public final class JobMetrics {

    private static final Logger LOGGER = Logger.getLogger(JobMetrics.class.getName());

    /** How far to look back for those of one build, among those of builds beside it. */
    private static final int MOST_TRAININGS = 8;

    private JobMetrics() {}

    /** Opens nothing yet. */
    public static MetricIndex of(Job<?, ?> job) {
        return MetricIndex.at(job.getRootDir().toPath());
    }

    /** For pages: the oldest first; lines that cannot be read, and a file that cannot be, are told in the log of Jenkins. */
    static List<IndexedEvaluation> newest(Job<?, ?> job, int n) {
        return told(job, index -> index.newest(n, LOGGER::warning));
    }

    /** As {@link #newest(Job, int)}, with these metrics alone. */
    static List<IndexedEvaluation> newest(Job<?, ?> job, int n, Set<String> metrics) {
        return told(job, index -> index.newest(n, metrics, LOGGER::warning));
    }

    private interface Reading {
        List<IndexedEvaluation> of(MetricIndex index) throws IOException;
    }

    private static List<IndexedEvaluation> told(Job<?, ?> job, Reading reading) {
        try {
            return reading.of(of(job));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "No metrics of earlier builds of " + job.getFullName());
            return List.of();
        }
    }

    /** Of the build that was evaluated last, oldest first; one for each of its trainings. */
    static List<IndexedEvaluation> lastEvaluated(Job<?, ?> job) {
        MetricIndex index = of(job);
        List<IndexedEvaluation> newest = index.exists() ? newest(job, MOST_TRAININGS) : List.of();
        return newest.stream()
                .filter(evaluation ->
                        evaluation.build() == newest.get(newest.size() - 1).build())
                .toList();
    }
}

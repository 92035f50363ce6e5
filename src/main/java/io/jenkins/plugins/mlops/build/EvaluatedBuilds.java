package io.jenkins.plugins.mlops.build;

import hudson.AbortException;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.mlops.agent.EarlierEvaluations;
import io.jenkins.plugins.mlops.agent.GateNeeds;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.report.EvaluationHistory;
import io.jenkins.plugins.mlops.report.IndexedEvaluation;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;

/** Finds the build that {@code baseline: [build: ...]} names, with the rights of the job that asks. */
public final class EvaluatedBuilds {

    /** Builds are loaded to look at them, so a job whose builds have no evaluation must not load them all. */
    private static final int MOST = 100;

    /** How many earlier evaluations the charts of a report show. */
    private static final int CHARTED = 100;

    /** How far back the index is searched for a promoted build. */
    private static final int HISTORY = 10_000;

    private final Run<?, ?> asking;
    private final String name;

    /** @param name of the training; may be empty */
    public EvaluatedBuilds(Run<?, ?> asking, String name) {
        this.asking = asking;
        this.name = name;
    }

    /** What the gate is told of other builds. */
    public EarlierEvaluations known(GateNeeds needs, EvaluationHistory history) throws IOException {
        EarlierEvaluations earlier = new EarlierEvaluations();
        history.evaluations().forEach(evaluation -> earlier.add(numbers(evaluation)));
        if (!needs.build().isEmpty()) {
            find(job(needs.job()), needs.build())
                    .ifPresent(found -> earlier.compareWith(found.description(), found.json()));
        }
        return earlier;
    }

    /** Earlier evaluations of this job. */
    public EvaluationHistory history(GateNeeds needs) throws IOException {
        // Twice as many as the window: some lack the metric.
        return EvaluationHistory.before(
                asking.getNumber(), name, JobMetrics.of(asking.getParent()).newest(CHARTED + 2 * needs.window()));
    }

    private static Map<String, BigDecimal> numbers(IndexedEvaluation evaluation) {
        Map<String, BigDecimal> numbers = new LinkedHashMap<>();
        for (String metric : evaluation.metrics().byName().keySet()) {
            evaluation.number(metric).ifPresent(number -> numbers.put(metric, number));
        }
        return numbers;
    }

    private record Found(String description, String json) {}

    private Job<?, ?> job(String path) throws AbortException {
        Job<?, ?> own = asking.getParent();
        if (path.isEmpty()) {
            return own;
        }
        ItemGroup<?> from = own.getParent();
        Job<?, ?> job;
        try (ACLContext ignored =
                ACL.as2(own instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2)) {
            job = Jenkins.get().getItem(path, from, Job.class);
            if (job == null || !job.hasPermission(Item.READ)) {
                // The same words for both, so that nobody learns which jobs there are.
                throw new AbortException(Messages.EvaluatedBuilds_noJob(path));
            }
        }
        return job;
    }

    private Optional<Found> find(Job<?, ?> job, String build) throws IOException {
        return switch (build) {
            case "lastSuccessful" -> newest(job);
            case "lastPromoted" -> promoted(job);
            default -> numbered(job, build);
        };
    }

    /** As Jenkins' own lastSuccessfulBuild: stable or unstable. */
    private Optional<Found> newest(Job<?, ?> job) throws IOException {
        Run<?, ?> run = job == asking.getParent() ? asking.getPreviousBuild() : job.getLastBuild();
        for (int looked = 0; run != null && looked < MOST; looked++) {
            Result result = run.isBuilding() ? null : run.getResult();
            if (result != null && result.isBetterOrEqualTo(Result.UNSTABLE)) {
                Optional<Found> found = of(run);
                if (found.isPresent()) {
                    return found;
                }
            }
            run = run.getPreviousBuild();
        }
        return Optional.empty();
    }

    /** The index knows which build was promoted, also where the build is gone: then it says so, since another baseline would be a guess. */
    private Optional<Found> promoted(Job<?, ?> job) throws IOException {
        List<IndexedEvaluation> known = JobMetrics.of(job).newest(HISTORY, Set.of(), problem -> {});
        for (int i = known.size() - 1; i >= 0; i--) {
            if (known.get(i).promoted() && known.get(i).section().equals(name)) {
                return numbered(job, Integer.toString(known.get(i).build()));
            }
        }
        return Optional.empty();
    }

    private Optional<Found> numbered(Job<?, ?> job, String build) throws IOException {
        int number;
        try {
            number = Integer.parseInt(build.startsWith("#") ? build.substring(1) : build);
        } catch (NumberFormatException e) {
            throw new AbortException(Messages.EvaluatedBuilds_noNumber(build));
        }
        Run<?, ?> run = job.getBuildByNumber(number);
        if (run == null) {
            throw new AbortException(Messages.EvaluatedBuilds_noBuild(number, job.getFullDisplayName()));
        }
        Optional<Found> found = of(run);
        if (found.isEmpty()) {
            throw new AbortException(Messages.EvaluatedBuilds_notEvaluated(run.getFullDisplayName()));
        }
        return found;
    }

    private Optional<Found> of(Run<?, ?> run) throws IOException {
        String description = run.getParent() == asking.getParent()
                ? "build " + run.getNumber()
                : "build " + run.getFullDisplayName();
        try {
            return GateStore.of(run).evaluation(name).map(json -> new Found(description, json));
        } catch (DocumentException e) {
            throw new AbortException(Messages.EvaluatedBuilds_unreadable(run.getFullDisplayName(), e.problem()));
        }
    }
}

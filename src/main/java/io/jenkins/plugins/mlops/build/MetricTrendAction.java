package io.jenkins.plugins.mlops.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.mlops.report.MetricChoice;
import io.jenkins.plugins.mlops.report.MetricTrend;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;

/** The metrics of a job over its builds, from its index: no build is loaded. */
@ExportedBean
public final class MetricTrendAction implements Action, StaplerProxy {

    /** What a chart can show, and what the index keeps. */
    private static final int MAX_BUILDS = 10_000;

    private static final int DEFAULT_BUILDS = 200;
    private static final int DEFAULT_METRICS = 4;

    /** Names of metrics hardly change from one build to the next. */
    private static final int BUILDS_WITH_NAMES = 20;

    /** Of the newest evaluations, in the API. */
    private static final int EXPORTED = 100;

    private final Job<?, ?> job;

    MetricTrendAction(Job<?, ?> job) {
        this.job = job;
    }

    public Job<?, ?> getJob() {
        return job;
    }

    public Api getApi() {
        return new Api(this);
    }

    /** The newest ones, oldest first. */
    @Exported
    public List<ExportedEvaluation> getEvaluations() {
        return JobMetrics.newest(job, EXPORTED).stream()
                .map(ExportedEvaluation::new)
                .toList();
    }

    /**
     * {@code trend?metric=accuracy&metric=auc&builds=200}: JSON as {@link MetricTrend} has it.
     *
     * <p>{@code metrics} says how many there are at most where none is named.
     */
    @GET
    public void doTrend(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        job.checkPermission(Item.READ);
        String[] named = request.getParameterValues("metric");
        response.setContentType("application/json;charset=UTF-8");
        write(
                named == null ? List.of() : List.of(named),
                number(request.getParameter("metrics"), DEFAULT_METRICS, MetricChoice.MAX_SHOWN),
                number(request.getParameter("builds"), DEFAULT_BUILDS, MAX_BUILDS),
                response.getWriter());
    }

    void write(List<String> named, int metrics, int builds, Writer target) throws IOException {
        MetricChoice choice =
                MetricChoice.of(JobMetrics.newest(job, Math.min(builds, BUILDS_WITH_NAMES)), named, metrics);
        Set<String> there = folders();
        new MetricTrend(choice, JobMetrics.newest(job, builds, Set.copyOf(choice.shown())))
                .write(build -> there.contains(Integer.toString(build)), target);
    }

    /** Names of folders of builds, which says what is still there without loading it. */
    private Set<String> folders() {
        String[] names = job.getBuildDir().list();
        return names == null ? Set.of() : Stream.of(names).collect(Collectors.toSet());
    }

    private static int number(String given, int standard, int most) {
        try {
            return given == null ? standard : Math.max(1, Math.min(most, Integer.parseInt(given)));
        } catch (NumberFormatException e) {
            return standard;
        }
    }

    @Override
    public Object getTarget() {
        job.checkPermission(Item.READ);
        return this;
    }

    @Override
    public String getIconFileName() {
        return "symbol-analytics";
    }

    @Override
    public String getDisplayName() {
        return Messages.MetricTrendAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "model-metrics";
    }

    @Extension
    @SuppressWarnings("rawtypes") // The class of a generic type has no arguments.
    public static final class Factory extends TransientActionFactory<Job> {

        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return MetricTrendAction.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull Job job) {
            Job<?, ?> any = job;
            return JobMetrics.of(any).exists() ? List.of(new MetricTrendAction(any)) : List.of();
        }
    }
}

package io.jenkins.plugins.mlops.build;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.RootAction;
import io.jenkins.plugins.mlops.report.PrometheusText;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;

/** {@code /mlops/prometheus}: the newest metrics of all jobs that whoever asks may read. A scraper logs in as a user with an API token. */
@Extension
public final class PrometheusEndpoint implements RootAction {

    /** Above this a scraper's own limit or memory comes first. */
    private static final int MAX_SAMPLES = 50_000;

    @GET
    public void doPrometheus(StaplerResponse2 response) throws IOException {
        Jenkins jenkins = Jenkins.get();
        jenkins.checkPermission(Jenkins.READ);
        PrometheusText text = new PrometheusText(MAX_SAMPLES);
        for (Job<?, ?> job : jenkins.allItems(Job.class)) {
            if (job.hasPermission(Item.READ)) {
                text.add(job.getFullName(), JobMetrics.lastEvaluated(job));
            }
        }
        response.setContentType(PrometheusText.CONTENT_TYPE);
        response.getWriter().write(text.text());
    }

    /** A place for programs, with no link. */
    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return "mlops";
    }
}

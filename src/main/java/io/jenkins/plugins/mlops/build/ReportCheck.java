package io.jenkins.plugins.mlops.build;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksPublisher;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.api.ChecksStatus;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The report as a check of the commit, where the branch source of the job has such. */
public final class ReportCheck {

    private ReportCheck() {}

    /**
     * A failure is told in the log and is no failure of the build, whose verdict is kept with it.
     *
     * @param name as the reviewers of the commit see it: one for each gate of a job
     */
    public static void publish(Run<?, ?> run, TaskListener listener, EvaluationReport report, String name) {
        try {
            ChecksPublisher publisher = ChecksPublisherFactory.fromRun(run, listener);
            if (!(publisher instanceof ChecksPublisher.NullChecksPublisher)) {
                publisher.publish(details(run, report, name));
            }
        } catch (RuntimeException e) {
            listener.getLogger()
                    .println("WARNING: Tried to publish the check '" + name + "' of " + run.getFullDisplayName()
                            + ", but failed: " + e + ". The report is on the page of the build.");
        }
    }

    private static ChecksDetails details(Run<?, ?> run, EvaluationReport report, String name) {
        ChecksDetails.ChecksDetailsBuilder details = new ChecksDetails.ChecksDetailsBuilder()
                .withName(name)
                .withStatus(ChecksStatus.COMPLETED)
                .withConclusion(
                        switch (report.verdict().status()) {
                            case PASSED -> ChecksConclusion.SUCCESS;
                            case WARNING -> ChecksConclusion.NEUTRAL;
                            case FAILED -> ChecksConclusion.FAILURE;
                        })
                .withCompletedAt(LocalDateTime.now(ZoneOffset.UTC))
                .withOutput(new ChecksOutput.ChecksOutputBuilder()
                        .withTitle(report.headline())
                        .withSummary(report.headline())
                        .withText(report.toMarkdown())
                        .build());
        BuildPage.of(run).ifPresent(page -> details.withDetailsURL(page + "model-evaluation/"));
        return details.build();
    }
}

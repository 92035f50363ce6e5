package io.jenkins.plugins.mlops.build;

import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.FreeStyleBuild;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksPublisher;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import io.jenkins.plugins.mlops.report.Section;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ReportCheckTest {

    private JenkinsRule jenkins;
    private FreeStyleBuild build;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final TaskListener listener = new StreamTaskListener(log, StandardCharsets.UTF_8);

    @BeforeEach
    void build(JenkinsRule rule) throws Exception {
        jenkins = rule;
        build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("fraud"));
    }

    @Test
    void shouldPublishTheReportAsMarkdown() throws Exception {
        ReportCheck.publish(build, listener, report(Check.Outcome.FAILED, Severity.FAIL), "Quality gate");

        ChecksDetails details = published().get(0);
        assertThat(details.getName()).contains("Quality gate");
        assertThat(details.getConclusion()).isEqualTo(ChecksConclusion.FAILURE);
        assertThat(details.getDetailsURL()).contains(jenkins.getURL() + build.getUrl() + "model-evaluation/");
        assertThat(details.getOutput().orElseThrow().getTitle()).contains("Failed: 1 of 1 check. too low.");
        assertThat(details.getOutput().orElseThrow().getText().orElseThrow()).contains("accuracy");
    }

    @Test
    void shouldConcludeAsTheGateDid() {
        ReportCheck.publish(build, listener, report(Check.Outcome.PASSED, Severity.FAIL), "a");
        ReportCheck.publish(build, listener, report(Check.Outcome.FAILED, Severity.WARN), "b");

        assertThat(published())
                .extracting(ChecksDetails::getConclusion)
                .containsExactly(ChecksConclusion.SUCCESS, ChecksConclusion.NEUTRAL);
    }

    @Test
    void shouldTellAFailureAndGoOn() {
        ReportCheck.publish(build, listener, report(Check.Outcome.PASSED, Severity.FAIL), "broken");

        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("WARNING: Tried to publish the check 'broken' of fraud #1, but failed: ")
                .contains("the platform is down");
    }

    @Test
    void shouldSayNothingWhereNoPlatformHasChecks() {
        jenkins.jenkins.getExtensionList(ChecksPublisherFactory.class).clear();

        ReportCheck.publish(build, listener, report(Check.Outcome.PASSED, Severity.FAIL), "a");

        assertThat(log.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private List<ChecksDetails> published() {
        return jenkins.jenkins.getExtensionList(RecordingFactory.class).get(0).published;
    }

    private static EvaluationReport report(Check.Outcome outcome, Severity severity) {
        Check check = new Check(
                "accuracy",
                "min 0.9",
                Check.GATE,
                outcome,
                severity,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "too low");
        return EvaluationReport.of(
                "fraud",
                Instant.EPOCH,
                Section.named("").verdict(new Verdict(List.of(check))).build());
    }

    @TestExtension
    public static final class RecordingFactory extends ChecksPublisherFactory {

        private final List<ChecksDetails> published = new ArrayList<>();

        @Override
        protected Optional<ChecksPublisher> createPublisher(@NonNull Run<?, ?> run, @NonNull TaskListener listener) {
            return Optional.of(new ChecksPublisher() {
                @Override
                public void publish(ChecksDetails details) {
                    if (details.getName().equals(Optional.of("broken"))) {
                        throw new IllegalStateException("the platform is down");
                    }
                    published.add(details);
                }
            });
        }
    }
}

package io.jenkins.plugins.mlops.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** {@code baseline: [build: ...]}. */
@WithJenkins
class EvaluatedBuildsTest {

    private JenkinsRule jenkins;

    @BeforeEach
    void keepJenkins(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void shouldCompareWithThePromotedBuildAndNotWithALaterOne() throws Exception {
        WorkflowJob job = job("train", "lastPromoted");
        measure(job, 0.90);
        measure(job, 0.99);
        JobMetrics.of(job).promoted(1, true);

        WorkflowRun run = measure(job, 0.95);

        assertThat(baseline(run)).isEqualTo("build 1");
        jenkins.assertBuildStatusSuccess(run);
    }

    @Test
    void shouldCompareWithABuildOfAnotherJobByNumber() throws Exception {
        WorkflowRun other = measure(job("other", "lastSuccessful"), 0.90);

        WorkflowRun run = measure(job("train", "1', job: 'other"), 0.95);

        assertThat(baseline(run)).isEqualTo("build " + other.getFullDisplayName());
    }

    @Test
    void shouldSayThatABuildIsGone() throws Exception {
        WorkflowJob job = job("train", "1");
        measure(job, 0.9).delete();

        WorkflowRun run = measure(job, 0.95);

        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("There is no build 1 of train: it was deleted or never ran.", run);
    }

    @Test
    void shouldNotTellOfAJobThatTheAskingOneMayNotRead() throws Exception {
        measure(job("secret", "lastSuccessful"), 0.90);
        WorkflowJob job = job("train", "1', job: 'secret");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ, Item.BUILD, hudson.model.Computer.BUILD)
                .onItems(job)
                .to("builder")
                .grant(hudson.model.Computer.BUILD)
                .everywhere()
                .to("builder"));
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .add(new MockQueueItemAuthenticator()
                        .authenticate("train", User.getById("builder", true).impersonate2()));

        WorkflowRun run = measure(job, 0.95);

        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("There is no job 'secret' that this job may read.", run);
    }

    private static String baseline(WorkflowRun run) throws Exception {
        return run.getAction(GateReportAction.class)
                .getReport()
                .sections()
                .get(0)
                .baseline()
                .orElseThrow();
    }

    private WorkflowJob job(String name, String build) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(
                "node { qualityGate metrics: ['metrics.json'], firstRun: 'pass', baseline: [build: '" + build
                        + "'], criteria: [[metric: 'accuracy', maxRegression: 0.01]] }",
                true));
        return job;
    }

    private WorkflowRun measure(WorkflowJob job, double accuracy) throws Exception {
        Path workspace = Path.of(jenkins.jenkins.getWorkspaceFor(job).getRemote());
        Files.createDirectories(workspace.resolve(".dvc"));
        Files.writeString(workspace.resolve(".dvc/config"), "");
        Files.writeString(workspace.resolve("metrics.json"), "{\"accuracy\": " + accuracy + "}");
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }
}

package io.jenkins.plugins.mlops.release;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.mlops.build.JobMetrics;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.State;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

class RollbacksTest {

    private static final String HOSTILE = "recall fell\n<img src=x onerror=alert(1)>";

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    private final MockCluster cluster = new MockCluster();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void shouldGoOnAfterARestartOfTheControllerUnderAnotherNameOfTheJob() throws Throwable {
        cluster.blue(0);
        session.then(jenkins -> {
            Run<?, ?> build = promoted(jenkins);
            try (LogRecorder log = new LogRecorder()
                    .record(RunningRollback.class, Level.INFO)
                    .record(Rollbacks.class, Level.INFO)
                    .capture(10)) {
                assertThat(click(jenkins, build, "r1/0")).isEqualTo(200);
                waitUntil(() -> !Rollbacks.get().progress(release(build)).isEmpty());
                assertThat(log.getMessages())
                        .anyMatch(
                                line -> line.contains(
                                        "from release r1 of train #1, by approver because of 'recall fell <img src=x onerror=alert(1)>',"));
            }
            assertThat(jenkins.createWebClient()
                            .login("approver")
                            .withJavaScriptEnabled(false)
                            .getPage(build, "releases/")
                            .asNormalizedText())
                    .contains("Under way: fraud", "0 of 1 replicas of fraud-blue are ready", "Rollback asked for");
            assertThat(click(jenkins, build, "r1/0")).as("a second click").isEqualTo(409);
            assertThat(click(jenkins, build, "r1/1")).as("a second rollback").isEqualTo(409);
            build.getParent().renameTo("renamed");
        });
        assertThat(cluster.servingColour()).isEqualTo("green");

        cluster.blue(1);
        session.then(jenkins -> {
            Run<?, ?> build = jenkins.jenkins
                    .getItemByFullName("renamed", FreeStyleProject.class)
                    .getBuildByNumber(1);
            waitUntil(() -> release(build).newest().end().isPresent());

            assertThat(cluster.servingColour()).isEqualTo("blue");
            assertThat(cluster.history()).contains("rolled-back", "recall fell", "\"decidedBy\":\"approver\"");
            KeptRelease release = release(build);
            assertThat(release.rollbacks()).singleElement().satisfies(rollback -> {
                assertThat(rollback.asked()).contains(new Asked("approver", HOSTILE));
                assertThat(rollback.end()).get().matches(end -> end.outcome().get() == Outcome.ROLLED_BACK);
            });
            assertThat(ReleaseStatus.of(release, false)).isEqualTo(ReleaseStatus.ROLLED_BACK);
            assertThat(new RollbackIndex(build.getParent()).builds()).isEmpty();
            assertThat(Files.readString(build.getParent().getRootDir().toPath().resolve("mlops/metrics.jsonl")))
                    .contains("{\"build\":1,\"promoted\":false}");
            assertThat(click(jenkins, build, "r1/1")).as("it is rolled back").isEqualTo(409);
        });
    }

    @Test
    void shouldNameWhoHasReleasedSinceAndChangeNothing() throws Throwable {
        session.then(jenkins -> {
            Run<?, ?> build = promoted(jenkins);
            cluster.releaseAgain("r2", "other » job #13");

            assertThat(click(jenkins, build, "r1/0")).isEqualTo(200);
            waitUntil(() -> release(build).newest().end().isPresent());

            String page = jenkins.createWebClient()
                    .login("approver")
                    .withJavaScriptEnabled(false)
                    .getPage(build, "releases/")
                    .asNormalizedText();
            assertThat(page)
                    .contains(
                            "Not rolled back: fraud",
                            "Another release of fraud has begun since: other » job #13 released green (registry.example/fraud@sha256:bbbbbbbbbbbb…), which is promoted since",
                            "Nothing was changed");
            assertThat(cluster.servingColour()).isEqualTo("green");
            assertThat(new RollbackIndex(build.getParent()).builds()).isEmpty();
            assertThat(Files.readString(build.getParent().getRootDir().toPath().resolve("mlops/metrics.jsonl")))
                    .doesNotContain("\"promoted\":false");
        });
    }

    @Test
    void shouldSayWhichCredentialsAreMissingAndLetThePersonTryAgain() throws Throwable {
        session.then(jenkins -> {
            Run<?, ?> build = promoted(jenkins);
            com.cloudbees.plugins.credentials.SystemCredentialsProvider.getInstance()
                    .getCredentials()
                    .clear();

            assertThat(click(jenkins, build, "r1/0")).isEqualTo(200);
            waitUntil(() -> release(build).newest().end().isPresent());
            assertThat(release(build).newest().end())
                    .get()
                    .extracting(LogEnd::message)
                    .asString()
                    .contains("no credentials 'kube'");

            cluster.addLogin();
            assertThat(click(jenkins, build, "r1/1")).isEqualTo(200);
            waitUntil(() -> cluster.servingColour().equals("blue"));
        });
    }

    @Test
    void shouldForgetARollbackWhoseBuildIsGone() throws Throwable {
        session.then(jenkins -> {
            Run<?, ?> build = promoted(jenkins);
            new RollbackIndex(build.getParent()).add(1);
            new RollbackIndex(build.getParent()).add(99);
        });
        session.then(jenkins -> {
            FreeStyleProject job = jenkins.jenkins.getItemByFullName("train", FreeStyleProject.class);
            assertThat(new RollbackIndex(job).builds()).isEmpty();
        });
    }

    private Run<?, ?> promoted(JenkinsRule jenkins) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, ReleasePermission.DEPLOY)
                .everywhere()
                .to("approver"));
        cluster.addLogin();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("train"));
        JobMetrics.of(build.getParent()).promoted(1, true);
        ReleaseLog log = ReleaseLog.of(build, "12");
        log.begin(MockCluster.SUBJECT);
        Told told = new Told("r1");
        log.listener().entered(told.enter(State.DEPLOYING, "green gets ready"));
        log.listener().entered(told.end(Outcome.PROMOTED, "green serves"));
        log.finished(new Progress.Finished(Outcome.PROMOTED, "green serves"));
        return build;
    }

    private static int click(JenkinsRule jenkins, Run<?, ?> build, String evidence) throws Exception {
        return RollbackClick.send(jenkins.createWebClient().login("approver"), build, "12", evidence, HOSTILE, true);
    }

    private static KeptRelease release(Run<?, ?> build) {
        return new ReleaseStore(build)
                .release(12, problem -> {
                    throw new AssertionError(problem);
                })
                .orElseThrow();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void waitUntil(Condition condition) throws Exception {
        Instant end = Instant.now().plus(Duration.ofMinutes(2));
        while (!condition.holds()) {
            assertThat(Instant.now()).as("it never happens").isBefore(end);
            Thread.sleep(200);
        }
    }
}

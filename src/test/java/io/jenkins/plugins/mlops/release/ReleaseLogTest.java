package io.jenkins.plugins.mlops.release;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

class ReleaseLogTest {

    private static final ReleaseSubject SUBJECT = new ReleaseSubject(
            "fraud", new ClusterAddress("prod", "kube", "", "", ""), Told.NEW, "r1", ReleaseSubject.Kind.DEPLOY);

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    @Test
    void shouldKeepEachTransitionOnceAcrossARestartAndARename() throws Throwable {
        session.then(jenkins -> {
            FreeStyleProject job = jenkins.createFreeStyleProject("before");
            FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
            ReleaseLog log = ReleaseLog.of(build, "12");
            log.begin(SUBJECT);
            Told told = new Told("r1");
            log.listener().entered(told.enter(State.DEPLOYING, "gets ready"));
            log.listener().noticed("slow");
            job.renameTo("after");
            log.listener().entered(told.enter(State.VERIFYING, "is tested"));
        });
        session.then(jenkins -> {
            FreeStyleProject job = jenkins.jenkins.getItemByFullName("after", FreeStyleProject.class);
            FreeStyleBuild build = job.getBuildByNumber(1);
            assertThat(build.getActions(ReleasesAction.class)).hasSize(1);
            ReleaseLog log = ReleaseLog.of(build, "12");
            log.begin(SUBJECT);
            Told told = new Told("r1");
            log.listener().entered(told.enter(State.DEPLOYING, "gets ready"));
            log.listener().entered(told.enter(State.VERIFYING, "is tested"));
            log.listener().noticed("slow");
            log.listener().entered(told.end(Outcome.PROMOTED, "serves"));
            log.finished(new Progress.Finished(Outcome.PROMOTED, "green serves"));
            log.failed("too late");

            LoggedRelease known =
                    new ReleaseStore(build).read(LogPlace.ofStep(12)).orElseThrow();
            assertThat(known.subject()).isEqualTo(SUBJECT);
            assertThat(known.entries())
                    .extracting(LogEntry::message)
                    .containsExactlyInAnyOrder("gets ready", "slow", "is tested", "serves");
            assertThat(known.end()).get().extracting(LogEnd::outcome).isEqualTo(Optional.of(Outcome.PROMOTED));
            assertThat(build.getActions(ReleasesAction.class)).hasSize(1);
            assertThat(Path.of(job.getRootDir().getPath()).resolveSibling("before"))
                    .doesNotExist();
        });
    }

    @Test
    void shouldGoOnWithoutABuildThatWasDeletedAndBringNothingOfItBack() throws Throwable {
        session.then(jenkins -> {
            FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
            ReleaseLog log = ReleaseLog.of(build, "12");
            log.begin(SUBJECT);
            build.delete();

            log.listener().entered(new Told("r1").enter(State.DEPLOYING, "gets ready"));
            log.finished(new Progress.Finished(Outcome.PROMOTED, "serves"));

            assertThat(build.getRootDir()).doesNotExist();
        });
    }

    @Test
    void shouldLeaveADamagedFileAsItIsAndStopNoRelease() throws Throwable {
        session.then(jenkins -> {
            FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
            ReleaseLog log = ReleaseLog.of(build, "12");
            log.begin(SUBJECT);
            Path file = build.getRootDir().toPath().resolve("mlops/releases/12/release.json");
            Files.writeString(file, "{\"subject\":");

            // As after a restart.
            log.begin(SUBJECT);
            log.listener().entered(new Told("r1").enter(State.DEPLOYING, "gets ready"));

            assertThat(file).hasContent("{\"subject\":");
        });
    }
}

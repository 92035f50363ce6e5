package io.jenkins.plugins.mlops.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.mlops.training.RunJson;
import io.jenkins.plugins.mlops.training.StoredRun;
import io.jenkins.plugins.mlops.training.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class TrainingRunsTest {

    @Test
    void shouldKeepRecordsAsFilesOfTheBuild(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        TrainingRuns.add(build, "<b>fraud", record("run-1"), false);
        TrainingRuns.add(build, "", record("run-2"), true);
        TrainingRuns.add(build, "<b>fraud", record("run-1"), false);
        Path folder = build.getRootDir().toPath().resolve("mlops/runs");
        Files.writeString(folder.resolve("run-2.json"), "{]");

        job._getRuns().purgeCache();

        TrainingRuns runs = job.getLastBuild().getAction(TrainingRuns.class);
        assertThat(runs.trainings()).extracting(TrainingRuns.Training::getId).containsExactly("run-2", "run-1");
        assertThat(runs.trainings()).extracting(TrainingRuns.Training::isReused).containsExactly(true, false);
        assertThat(runs.trainings().get(1).getName()).isEqualTo("<b>fraud");
        assertThat(runs.runs()).extracting(TrainingRun::id).containsExactly("run-1");
        assertThat(runs.find("run-1")).contains(record("run-1"));
        assertThat(runs.find("run-2")).isEmpty();
        assertThat(Files.readString(build.getRootDir().toPath().resolve("build.xml")))
                .doesNotContain("c0ffee");
    }

    @Test
    void shouldKeepNoRecordOutsideOfTheBuild(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());

        for (String id : new String[] {"../x", "", "a/b", ".hidden", "a\\b"}) {
            assertThatThrownBy(() -> TrainingRuns.add(build, "", record(id), false))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(build.getAction(TrainingRuns.class)).isNull();
    }

    @Test
    void shouldFindTheNewestRecordsOfAJobWithoutItsBuilds(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        for (int number = 1; number <= 12; number++) {
            FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
            if (number % 2 == 0) {
                TrainingRuns.add(build, "", record("run-" + number), false);
            }
        }
        TrainingRuns.add(job.getLastBuild(), "", record("run-10"), true);
        Path builds = job.getBuildDir().toPath();
        Files.delete(builds.resolve("8/build.xml"));
        Files.writeString(builds.resolve("6/mlops/runs/run-6.json"), "");

        assertThat(TrainingRuns.newest(job, 3))
                .extracting(stored -> stored.run().id())
                .containsExactlyInAnyOrder("run-12", "run-10", "run-8", "run-4");
        assertThat(TrainingRuns.newest(jenkins.createFreeStyleProject(), 3)).isEmpty();
    }

    private static StoredRun record(String id) throws Exception {
        return RunJson.read(
                """
                {"schemaVersion": 1, "id": "%s", "command": ["train"], "started": "2026-01-01T00:00:00Z", "finished": "2026-01-01T00:01:00Z",
                 "exitCode": 0, "inputs": {"code": "c0ffee"}, "lineage": {"code": {"commit": "c0ffee"}, "dataVersion": "0",
                 "environment": {"os": "Linux", "arch": "amd64", "processors": 2, "memoryBytes": 1}}}
                """
                        .formatted(id.replace("\\", "\\\\")),
                "run.json");
    }
}

package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.ExtensionList;
import hudson.diagnosis.OldDataMonitor;
import hudson.model.Fingerprint;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.mlops.build.GateReportAction;
import io.jenkins.plugins.mlops.build.Inputs;
import io.jenkins.plugins.mlops.build.TrainingRuns;
import io.jenkins.plugins.mlops.report.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What earlier revisions of the plugin wrote is there in this one: for people, for programs, for later builds, and for builds that were under way. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the paths in the homes are those of Linux")
class UpgradedDataTest {

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    @Test
    void shouldShowWhatWasEvaluatedAndDecided() throws Throwable {
        OldHome.FIRST_REPORTS.copyTo(home(), Set.of("churn"));
        OldHome.EVALUATIONS.copyTo(home(), Set.of("fraud"));
        try (LogRecorder log = OldHome.warnings()) {
            session.then(jenkins -> {
                Approver approver = Approver.of(jenkins);
                WorkflowJob fraud = approver.job("fraud");
                assertThat(fraud.getBuilds()).extracting(Run::getNumber).containsExactly(5, 4, 2, 1);

                assertThat(approver.text(fraud, "1/"))
                        .contains("Model evaluation: Passed: 2 of 3 checks.", "This was approved by user approver.");
                assertThat(approver.text(fraud, "2/"))
                        .contains("Model evaluation: Failed: 2 of 3 checks.", "FAILED: accuracy is 0.80 against 0.94");
                assertThat(approver.text(fraud, "5/")).contains("Waits for a decision: Send traffic?");

                assertThat(approver.text(fraud, "1/model-evaluation/"))
                        .contains("Passed: 2 of 3 checks.", "There is no baseline to compare with.")
                        .contains("Proceeded", "with this report in view", "Looks good");
                assertThat(approver.text(fraud, "2/model-evaluation/"))
                        .contains("Aborted", "with this report in view", "Recall of the slice EU fell");
                HtmlPage page = approver.page(fraud, "4/model-evaluation/");
                assertThat(page.asNormalizedText())
                        .contains("Passed: all 3 checks.", "Compared with build 3", "Proceeded")
                        .contains("accuracy\tbetter\t0.95\t0.96\t+0.01\t+1.1%", "lr\tchanged\t0.3\t0.4")
                        .contains("candidate, last 0.395; baseline, last 0.415", "accuracy over 4 builds: now 0.96")
                        .contains("d3c8687684442cc118c8539ec1bec0a425977e096f42e1f4049acd1b8d294e66")
                        .contains("3dffb1b55c3bfc21685ee505014f79b2de09bc5c on master", "git 2.39.5, python 3.11.2")
                        .contains("f1388efd9f148c2151d803e969519f51", "MLOPS_SEED=42");
                assertThat(page.getByXPath("//*[name()='svg']")).isNotEmpty();
                assertThat(approver.text(fraud, "5/model-evaluation/"))
                        .contains("Passed with warnings: 1 of 3 checks.", "Send traffic?");
                for (int build : new int[] {1, 2, 4, 5}) {
                    for (String form : List.of("report.html", "report.md", "report.json", "plots.json")) {
                        assertThat(approver.status(fraud, build + "/model-evaluation/" + form))
                                .as(build + " " + form)
                                .isEqualTo(200);
                    }
                }
                assertThat(approver.json(fraud, "4/model-evaluation/api/json?depth=3")
                                .at("/reportData/trainings/0/checks/0/observed")
                                .doubleValue())
                        .isEqualTo(0.96);

                WorkflowJob churn = approver.job("churn");
                assertThat(approver.text(churn, "1/")).contains("Model evaluation: ");
                assertThat(approver.text(churn, "1/model-evaluation/")).contains("0.93", "0.81");
            });
            assertThat(OldHome.texts(log)).isEmpty();
        }
    }

    @Test
    void shouldKeepMetricsOfDeletedBuildsAndWhatLeadsFromDataToModels() throws Throwable {
        OldHome.EVALUATIONS.copyTo(home(), Set.of("fraud"));
        try (LogRecorder log = OldHome.warnings()) {
            session.then(jenkins -> {
                Approver approver = Approver.of(jenkins);
                WorkflowJob fraud = approver.job("fraud");

                JsonNode trend = approver.json(fraud, "model-metrics/trend");
                assertThat(trend.get("builds"))
                        .extracting(
                                build -> build.get("label").textValue(),
                                build -> build.get("verdict").textValue(),
                                build -> build.get("promoted").booleanValue(),
                                build -> build.get("exists").booleanValue())
                        .containsExactly(
                                tuple("#1", "passed", false, true),
                                tuple("#2", "failed", false, true),
                                tuple("#3", "passed", false, false),
                                tuple("#4", "passed", true, true),
                                tuple("#5", "warning", false, true));
                assertThat(trend.at("/series/0/values").toString()).isEqualTo("[0.94,0.8,0.95,0.96,0.97]");
                assertThat(trend.at("/series/0/min").toString()).isEqualTo("[0.9,0.9,0.9,0.9,0.9]");
                assertThat(approver.json(fraud, "model-metrics/api/json").get("evaluations"))
                        .hasSize(5);
                assertThat(approver.client().goTo("view/models/").asNormalizedText())
                        .contains("Name\taccuracy", "0.97 warning");

                Fingerprint data = jenkins.jenkins.getFingerprintMap().get(TrainingProject.GAMMA);
                assertThat(data.getRangeSet("fraud").listNumbers()).contains(1, 2, 4, 5);
                for (Run<?, ?> build : fraud.getBuilds()) {
                    assertThat(build.getAction(TrainingRuns.class).runs())
                            .singleElement()
                            .satisfies(run -> assertThat(run.models()).hasSize(1));
                }
                assertThat(fraud.getBuildByNumber(4).getArtifacts()).hasSize(2);
                assertThat(unreadable()).isEmpty();
            });
            assertThat(OldHome.texts(log)).isEmpty();
        }
    }

    @Test
    void shouldKeepTheConfigurationWhenItIsSaved() throws Throwable {
        OldHome.EVALUATIONS.copyTo(home(), Set.of());
        session.then(jenkins -> {
            assertConfigured();
            jenkins.configRoundtrip();
            assertConfigured();
        });
        session.then(jenkins -> {
            assertConfigured();
            assertThat(unreadable()).isEmpty();
        });
    }

    private static void assertConfigured() {
        MlopsConfiguration configuration = MlopsConfiguration.get();
        assertThat(configuration.getCacheDir()).isEqualTo("/var/cache/dvc");
        assertThat(configuration.getJobs()).isEqualTo(3);
        assertThat(configuration.getLink()).isEqualTo("hardlink,copy");
        assertThat(configuration.getEngine()).isEqualTo("native");
        assertThat(configuration.getRemotes())
                .extracting(RemoteBinding::getUrl, RemoteBinding::getCredentialsId)
                .containsExactly(tuple("https://data.example/fraud", "storage"));
        assertThat(configuration.getPrometheusUrl()).isEmpty();
        assertThat(configuration.isForJobs()).isFalse();
    }

    @Test
    void shouldCompareANewBuildWithOldOnes() throws Throwable {
        OldHome.EVALUATIONS.copyTo(home(), Set.of("fraud"));
        Path index = home().resolve("jobs/fraud/mlops/metrics.jsonl");
        String before = Files.readString(index);
        session.then(jenkins -> {
            Approver approver = Approver.of(jenkins);
            WorkflowJob fraud = approver.job("fraud");
            Path workspace = workspace("fraud");
            TrainingProject.create(workspace);

            Files.writeString(workspace.resolve("metrics.json"), "{\"accuracy\": 0.955, \"loss\": 0.3}");

            for (String baseline : List.of("lastSuccessful", "lastPromoted", "4")) {
                fraud.setDefinition(new CpsFlowDefinition(
                        "node { qualityGate metrics: ['metrics.json'], onFailure: 'report', baseline: [build: '"
                                + baseline
                                + "'], criteria: [[metric: 'accuracy', maxRegression: 0.01, window: [builds: 5, sigma: 3]]] }",
                        true));
                WorkflowRun run = jenkins.buildAndAssertSuccess(fraud);

                Section section = run.getAction(GateReportAction.class)
                        .getReport()
                        .sections()
                        .get(0);
                assertThat(section.baseline()).as(baseline).contains("build 4");
                assertThat(section.verdict().checks()).hasSize(2).noneMatch(check -> check.message()
                        .contains("could not be compared"));
                assertThat(section.history().get(0).points()).hasSizeGreaterThan(5);
            }

            assertThat(Files.readString(index)).startsWith(before).hasLineCount(6 + 3);
            assertThat(approver.json(fraud, "model-metrics/trend").get("builds"))
                    .hasSize(5 + 3);
        });
    }

    /** The texts in their {@code program.dat} are of old classes. */
    @Test
    void shouldGoOnWithBuildsThatWaitedOrWorked() throws Throwable {
        OldHome.EVALUATIONS.copyTo(home(), Set.of("fraud", "body", "pull", "gate"));
        for (String job : List.of("body", "pull", "gate")) {
            TrainingProject.create(workspace(job));
        }
        Files.writeString(workspace("gate").resolve("metrics.json"), "{\"accuracy\": 0.9}");
        Files.move(workspace("pull").resolve(".dvc/cache"), home().resolve("cache"));
        Files.delete(workspace("pull").resolve("data/a.txt"));
        String alpha = TrainingProject.ALPHA;
        Path object = home().resolve("cache/files/md5").resolve(alpha.substring(0, 2));
        Files.createDirectories(object);
        Files.writeString(object.resolve(alpha.substring(2)), "alpha");
        try (LogRecorder log = OldHome.warnings()) {
            session.then(jenkins -> {
                Approver approver = Approver.of(jenkins);

                WorkflowRun pull = approver.job("pull").getBuildByNumber(1);
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(pull));
                jenkins.assertLogContains("pulled 2", pull);
                assertThat(workspace("pull").resolve("data/a.txt")).hasContent("alpha");

                WorkflowRun gate = approver.job("gate").getBuildByNumber(1);
                jenkins.assertBuildStatus(Result.UNSTABLE, jenkins.waitForCompletion(gate));
                jenkins.assertLogContains("gate warning", gate);
                assertThat(approver.text(gate.getParent(), "1/model-evaluation/"))
                        .contains("Passed with warnings: 1 of 2 checks.");

                WorkflowRun body = approver.job("body").getBuildByNumber(1);
                Inputs.proceed(body);
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(body));
                jenkins.assertLogContains("accuracy=0.9", body);
                assertThat(body.getAction(TrainingRuns.class).runs())
                        .singleElement()
                        .satisfies(run -> {
                            jenkins.assertLogContains("seeds 42 42 id " + run.id(), body);
                            assertThat(run.lineage().environment().os()).isEqualTo("Linux 6.12.0-26-amd64");
                        });

                WorkflowRun fraud = approver.job("fraud").getBuildByNumber(5);
                Inputs.await(fraud);
                assertThat(approver.decide(fraud, "proceed", "after the upgrade"))
                        .isEqualTo(200);
                jenkins.assertBuildStatus(Result.UNSTABLE, jenkins.waitForCompletion(fraud));
                jenkins.assertLogContains("deployed", fraud);
                assertThat(approver.text(fraud.getParent(), "5/model-evaluation/"))
                        .contains("Proceeded", "with this report in view", "after the upgrade");
            });
            assertThat(OldHome.texts(log)).isEmpty();
        }
    }

    @Test
    void shouldShowWhatWasReleasedAndRolledBack() throws Throwable {
        OldHome.RELEASES.copyTo(home(), Set.of("release", "back"));
        try (LogRecorder log = OldHome.warnings()) {
            session.then(jenkins -> {
                Approver approver = Approver.of(jenkins);
                WorkflowJob release = approver.job("release");

                assertThat(approver.text(release, "4/")).contains("registry.example/fraud:4", "Approved by approver");
                assertThat(approver.text(release, "1/releases/"))
                        .contains("Promoted: fraud in namespace prod", "Nothing served.")
                        .doesNotContain("Roll back…");
                assertThat(approver.text(release, "2/releases/"))
                        .contains("Rolled back: fraud in namespace prod", "registry.example/fraud:2 green")
                        .contains("2026-11-21T19:10:08Z\t● Verifying", "1.6 sec\trelease#2")
                        .contains("↶ Rollback asked for\nprecision fell below 0.9", "30 sec\tapprover")
                        .doesNotContain("Roll back…");
                assertThat(approver.text(release, "4/releases/"))
                        .contains("Promoted: fraud in namespace prod", "Approved by\napprover")
                        .contains("Roll back…");
                assertThat(approver.text(release, "5/releases/"))
                        .contains("Discarded: fraud in namespace prod", "it was not approved")
                        .doesNotContain("Roll back…");
                assertThat(approver.text(approver.job("back"), "1/releases/"))
                        .contains("Rolled back: rollback of fraud in namespace prod", "recall fell on the new region");
                assertThat(approver.json(release, "2/releases/api/json?depth=2")
                                .at("/releases/0/status")
                                .textValue())
                        .isEqualTo("rolled-back");
                assertThat(unreadable()).isEmpty();
            });
            assertThat(OldHome.texts(log)).isEmpty();
        }
    }

    private Path home() {
        return session.getHome().toPath();
    }

    private Path workspace(String job) {
        return home().resolve("workspace").resolve(job);
    }

    private static Map<?, ?> unreadable() {
        return ExtensionList.lookupSingleton(OldDataMonitor.class).getData();
    }
}

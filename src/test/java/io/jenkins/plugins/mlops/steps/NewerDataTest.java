package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.mlops.build.Inputs;
import io.jenkins.plugins.mlops.build.TrainingRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** After a way back from a newer version of the plugin: what it wrote is told of where it cannot be read, and stays as it is. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the paths in the homes are those of Linux")
class NewerDataTest {

    private static final String NEWER_LINES =
            """
            {"build":6,"kind":"drift","at":{"seconds":1800000000},"psi":0.31}
            {"build":6,"label":"#6","at":"2027-01-31T12:00:00Z","section":"","verdict":"undecided","promoted":false,"metrics":{"metrics.json":{"accuracy":0.9}}}
            {"build":6,"label":"#6","at":"2027-01-31T12:00:00Z","section":"","verdict":"passed","promoted":false,"by":"ann","metrics":{"metrics.json":{"accuracy":0.98}}}
            """;

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    private Path builds;

    @BeforeEach
    void copyHomes() throws IOException {
        OldHome.EVALUATIONS.copyTo(home(), Set.of("fraud"));
        OldHome.RELEASES.copyTo(home(), Set.of("release"));
        builds = home().resolve("jobs/fraud/builds");
    }

    @Test
    void shouldSayOnThePageWhatCannotBeReadAndWhy() throws Throwable {
        Path report = change("1/mlops/gates/6/report.json", "\"schemaVersion\": 1", "\"schemaVersion\": 9");
        Path decisions = change("2/mlops/decisions.json", "\"aborted\"", "\"delegated\"");
        Path steps = home().resolve("jobs/release/builds/4/mlops/releases/3/release.json");
        Files.writeString(steps, Files.readString(steps).replace("\"retiring\"", "\"shadowing\""));
        List<String> before = List.of(Files.readString(report), Files.readString(decisions), Files.readString(steps));
        session.then(jenkins -> {
            Approver approver = Approver.of(jenkins);
            WorkflowJob fraud = approver.job("fraud");
            WorkflowJob release = approver.job("release");
            String reason = "The evaluation report of this build cannot be read: the report has schemaVersion 9,"
                    + " this version reads up to 1; use the one that wrote it, or a newer one.";

            assertThat(approver.text(fraud, "1/")).contains(reason);
            assertThat(approver.text(fraud, "1/model-evaluation/")).contains(reason);
            for (String form : List.of("report.html", "report.md", "report.json", "plots.json")) {
                assertThat(approver.status(fraud, "1/model-evaluation/" + form)).isEqualTo(404);
                assertThat(approver.content(fraud, "1/model-evaluation/" + form))
                        .contains("has schemaVersion 9")
                        .doesNotContain("\tat ", home().toString());
            }
            assertThat(approver.text(fraud, "2/model-evaluation/"))
                    .contains("Failed: 2 of 3 checks.")
                    .contains("The decisions on this build cannot be read: unknown outcome delegated; known are"
                            + " [proceeded, aborted].");
            assertThat(approver.text(release, "4/releases/")).contains("cannot all be read");
            assertThat(approver.text(release, "4/")).contains("cannot all be read");

            for (int build : new int[] {1, 2}) {
                JsonNode numbers = approver.json(fraud, build + "/model-evaluation/api/json?depth=3");
                assertThat(numbers.get("reportData").isNull()).isEqualTo(build == 1);
                assertThat(numbers.get("decisions").isNull()).isEqualTo(build == 2);
                assertThat(approver.json(fraud, build + "/api/json?depth=3")
                                .get("number")
                                .intValue())
                        .isEqualTo(build);
            }
            assertThat(approver.json(release, "4/api/json?depth=3")
                            .get("number")
                            .intValue())
                    .isEqualTo(4);
        });
        assertThat(List.of(Files.readString(report), Files.readString(decisions), Files.readString(steps)))
                .isEqualTo(before);
    }

    @Test
    void shouldDecideNothingThatItCouldNotPutOnRecord() throws Throwable {
        Path decisions = builds.resolve("5/mlops/decisions.json");
        String newer = "{\"schemaVersion\":2,\"decisions\":[{\"node\":\"9\",\"quorum\":2}]}";
        Files.writeString(decisions, newer);
        session.then(jenkins -> {
            Approver approver = Approver.of(jenkins);
            WorkflowRun run = approver.job("fraud").getBuildByNumber(5);
            Inputs.await(run);

            assertThat(approver.decide(run, "proceed", "")).isEqualTo(409);
            assertThat(approver.decide(run, "abort", "")).isEqualTo(409);

            assertThat(approver.text(run.getParent(), "5/model-evaluation/"))
                    .contains("the record of decisions has schemaVersion 2, this version reads up to 1;"
                            + " use the one that wrote it, or a newer one");
            assertThat(run.isBuilding()).isTrue();
        });
        assertThat(decisions).hasContent(newer);
    }

    @Test
    void shouldRefuseABaselineThatItCannotReadAndKeepLinesOfTheIndexThatItCannotRead() throws Throwable {
        Path evaluation = change("4/mlops/gates/6/evaluation.json", "\"schemaVersion\":1", "\"schemaVersion\":9");
        Path training;
        try (Stream<Path> files = Files.list(builds.resolve("4/mlops/runs"))) {
            training = files.findFirst().orElseThrow();
        }
        Files.writeString(
                training, Files.readString(training).replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 9"));
        List<String> kept = List.of(Files.readString(evaluation), Files.readString(training));
        Path index = home().resolve("jobs/fraud/mlops/metrics.jsonl");
        Files.writeString(index, NEWER_LINES, StandardOpenOption.APPEND);
        String before = Files.readString(index);
        session.then(jenkins -> {
            Approver approver = Approver.of(jenkins);
            WorkflowJob fraud = approver.job("fraud");
            Path workspace = home().resolve("workspace/fraud");
            TrainingProject.create(workspace);
            Files.writeString(workspace.resolve("metrics.json"), "{\"accuracy\": 0.97}");

            assertThat(approver.json(fraud, "model-metrics/trend")
                            .at("/series/0/values")
                            .toString())
                    .isEqualTo("[0.94,0.8,0.95,0.96,0.97,0.98]");
            assertThat(fraud.getBuildByNumber(4).getAction(TrainingRuns.class).runs())
                    .isEmpty();

            WorkflowRun refused = gate(jenkins, fraud, Result.FAILURE, "baseline: [build: '4'],");
            assertThat(JenkinsRule.getLog(refused))
                    .contains("the evaluation has schemaVersion 9, this version reads up to 1")
                    .doesNotContain("\tat ");
            copyGate(builds.resolve("4/mlops/gates"));
            WorkflowRun refusedToo = gate(jenkins, fraud, Result.FAILURE, "baseline: [build: '4'],");
            assertThat(JenkinsRule.getLog(refusedToo))
                    .contains("The evaluation of fraud #4 cannot be the baseline: the evaluation has schemaVersion 9")
                    .doesNotContain("\tat ");
            Run<?, ?> compared = gate(jenkins, fraud, Result.SUCCESS, "baseline: [build: '2'],");

            assertThat(Files.readString(index)).startsWith(before).contains("\"label\":\"#" + compared.getNumber());
        });
        assertThat(List.of(Files.readString(evaluation), Files.readString(training)))
                .isEqualTo(kept);
    }

    @Test
    void shouldTakeWhatItKnowsOfTheConfiguration() throws Throwable {
        Path configuration = home().resolve("io.jenkins.plugins.mlops.steps.MlopsConfiguration.xml");
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replace("<jobs>", "<quota><bytes>5</bytes></quota><jobs>")
                        .replace("<credentialsId>", "<region>eu</region><credentialsId>"));
        session.then(jenkins -> {
            assertThat(MlopsConfiguration.get().getJobs()).isEqualTo(3);
            assertThat(MlopsConfiguration.get().getRemotes())
                    .singleElement()
                    .extracting(RemoteBinding::getCredentialsId)
                    .isEqualTo("storage");
        });
    }

    private Path home() {
        return session.getHome().toPath();
    }

    private Path change(String file, String known, String newer) throws IOException {
        Path path = builds.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(known);
        return Files.writeString(path, text.replace(known, newer));
    }

    /** A second gate, so that one has to be chosen by its name. */
    private static void copyGate(Path gates) throws IOException {
        Files.createDirectories(gates.resolve("8"));
        for (String file : List.of("evaluation.json", "report.json")) {
            Files.copy(gates.resolve("6").resolve(file), gates.resolve("8").resolve(file));
        }
    }

    private static WorkflowRun gate(JenkinsRule jenkins, WorkflowJob job, Result expected, String arguments)
            throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                "node { qualityGate metrics: ['metrics.json'], " + arguments
                        + " criteria: [[metric: 'accuracy', min: 0.5, maxRegression: 0.1]] }",
                true));
        return jenkins.buildAndAssertStatus(expected, job);
    }
}

package io.jenkins.plugins.mlops.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class GateReportActionTest {

    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    private JenkinsRule jenkins;

    @BeforeEach
    void keepJenkins(JenkinsRule rule) {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .everywhere()
                .to("reader", "builder", "approver")
                .grant(Item.BUILD)
                .everywhere()
                .to("builder"));
    }

    @Test
    void shouldShowTheEvidenceToWhoMayReadAndTheButtonsToWhoMayAnswer() throws Exception {
        WorkflowRun run = waiting("max: 0.5");

        assertThat(status(run, "", "anonymous")).isEqualTo(404);
        for (String path : List.of("", "plots.json", "report.json", "report.md", "report.html", "api/json")) {
            assertThat(status(run, path, "reader")).as(path).isEqualTo(200);
            assertThat(status(run, path, "anonymous")).as(path).isEqualTo(404);
        }
        for (String user : List.of("reader", "builder")) {
            HtmlPage page = page(run, user);
            assertThat(page.asNormalizedText())
                    .contains("Failed: 1 of 1 check", "that you may not give", "Those who may: approver");
            assertThat(page.getElementsByTagName("textarea")).isEmpty();
        }
        assertThat(page(run, "approver").getElementsByTagName("textarea")).hasSize(1);
        assertThat(page(run, "admin").getElementsByTagName("textarea")).hasSize(1);
    }

    @Test
    void shouldRefuseEverybodyWhomTheInputDoesNotAskAndKeepTheBuildWaiting() throws Exception {
        WorkflowRun run = waiting("max: 0.5");
        String evidence = evidence(run);

        for (String user : List.of("reader", "builder")) {
            for (String decision : List.of("proceed", "abort")) {
                assertThat(decide(run, user, decision, evidence, "true", true))
                        .as(user + " " + decision)
                        .isEqualTo(403);
            }
        }
        assertThat(decide(run, "anonymous", "proceed", evidence, "true", true)).isEqualTo(404);
        assertThat(decide(run, "approver", "proceed", evidence, "true", false))
                .as("without a crumb")
                .isEqualTo(403);
        assertThat(statusOf(run, "approver", "decide?input=x")).as("GET").isEqualTo(405);
        assertThat(run.isBuilding()).isTrue();
        assertThat(Decisions.of(run).list()).isEmpty();
    }

    @Test
    void shouldRefuseToProceedWithoutTheEvidenceInView() throws Exception {
        WorkflowRun run = waiting("max: 0.5");
        String evidence = evidence(run);

        assertThat(decide(run, "approver", "proceed", "0".repeat(64), "true", true))
                .as("another report")
                .isEqualTo(409);
        assertThat(decide(run, "approver", "proceed", "", "true", true)).isEqualTo(409);
        assertThat(decide(run, "approver", "proceed", evidence, "", true))
                .as("a failed gate, unticked")
                .isEqualTo(400);
        assertThat(decide(run, "approver", "maybe", evidence, "true", true)).isEqualTo(400);
        assertThat(run.isBuilding()).isTrue();
    }

    @Test
    void shouldGoOnAndKeepWhoDecidedWhatOnWhichEvidence() throws Exception {
        WorkflowRun run = waiting("max: 0.5");
        String evidence = evidence(run);

        assertThat(decide(run, "approver", "proceed", evidence, "true", true)).isEqualTo(200);

        jenkins.assertBuildStatus(Result.UNSTABLE, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("deployed", run);
        assertThat(Decisions.of(run).list()).singleElement().satisfies(decision -> {
            assertThat(decision.isProceeded()).isTrue();
            assertThat(decision.by()).isEqualTo("approver");
            assertThat(decision.comment()).isEqualTo(HOSTILE);
            assertThat(decision.evidence()).isEqualTo(evidence);
            assertThat(decision.message()).isEqualTo("Send traffic?");
        });
        HtmlPage page = page(run, "reader");
        assertThat(page.asNormalizedText()).contains("Proceeded", "Send traffic?", "approver", HOSTILE);
        assertThat(page.getElementsByTagName("img"))
                .noneMatch(image -> image.getAttribute("src").equals("x"));
        assertThat(decide(run, "approver", "abort", evidence, "true", true))
                .as("too late")
                .isEqualTo(409);
    }

    @Test
    void shouldAbortTheBuild() throws Exception {
        WorkflowRun run = waiting("max: 1");

        assertThat(decide(run, "approver", "abort", evidence(run), "", true)).isEqualTo(200);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(Decisions.of(run).list())
                .singleElement()
                .matches(decision -> !decision.isProceeded() && decision.by().equals("approver"));
    }

    @Test
    void shouldRecordADecisionOfTheInputsOwnPage() throws Exception {
        WorkflowRun run = waiting("max: 1");

        Inputs.proceed(run);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

        assertThat(Decisions.of(run).list())
                .singleElement()
                .matches(decision ->
                        decision.isProceeded() && decision.evidence().isEmpty());
        assertThat(page(run, "reader").asNormalizedText()).contains("answered on another page");
    }

    @Test
    void shouldGiveNumbersToPrograms() throws Exception {
        WorkflowRun run = waiting("max: 0.5");

        JSONObject json = JSONObject.fromObject(jenkins.createWebClient()
                .login("reader")
                .goTo(run.getUrl() + "model-evaluation/api/json?depth=3", "application/json")
                .getWebResponse()
                .getContentAsString());

        JSONObject training =
                json.getJSONObject("reportData").getJSONArray("trainings").getJSONObject(0);
        assertThat(json.getJSONObject("reportData").getBoolean("passed")).isFalse();
        assertThat(training.getJSONArray("checks").getJSONObject(0).getDouble("observed"))
                .isEqualTo(0.91);
        assertThat(training.getJSONArray("checks").getJSONObject(0).getDouble("limit"))
                .isEqualTo(0.5);
    }

    @Test
    void shouldKeepThePageWholeWhereTheReportIsDamaged() throws Exception {
        WorkflowRun run = waiting("max: 1");
        Path report;
        try (Stream<Path> files = Files.walk(run.getRootDir().toPath().resolve("mlops/gates"))) {
            report = files.filter(file -> file.endsWith("report.json"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(report, "{");

        assertThat(page(run, "approver").asNormalizedText()).contains("cannot be read");
        assertThat(status(run, "../", "approver")).isEqualTo(200);

        Files.delete(report);
        assertThat(page(run, "approver").asNormalizedText()).contains("cannot be read");
    }

    private WorkflowRun waiting(String bound) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        Path workspace = Path.of(jenkins.jenkins.getWorkspaceFor(job).getRemote());
        Files.createDirectories(workspace.resolve(".dvc"));
        Files.writeString(workspace.resolve(".dvc/config"), "");
        Files.writeString(workspace.resolve("metrics.json"), "{\"accuracy\": 0.91, \"" + HOSTILE + "\": 1}");
        job.setDefinition(new CpsFlowDefinition(
                "node { qualityGate metrics: ['metrics.json'], onFailure: 'unstable', criteria: [[metric: 'accuracy', "
                        + bound
                        + "]] }\ninput message: 'Send traffic?', id: 'Traffic', submitter: 'approver'\necho 'deployed'",
                true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        Inputs.await(run);
        return run;
    }

    private String evidence(WorkflowRun run) throws Exception {
        return DecisionForm.evidenceShown(client("approver").withJavaScriptEnabled(false), run);
    }

    private HtmlPage page(WorkflowRun run, String user) throws Exception {
        return client(user).withJavaScriptEnabled(false).getPage(run, "model-evaluation/");
    }

    private int status(WorkflowRun run, String path, String user) throws Exception {
        return statusOf(run, user, path);
    }

    private int statusOf(WorkflowRun run, String user, String path) throws Exception {
        return client(user)
                .withThrowExceptionOnFailingStatusCode(false)
                .withJavaScriptEnabled(false)
                .getPage(new URL(jenkins.getURL(), run.getUrl() + "model-evaluation/" + path))
                .getWebResponse()
                .getStatusCode();
    }

    private int decide(
            WorkflowRun run, String user, String decision, String evidence, String despite, boolean withCrumb)
            throws Exception {
        JenkinsRule.WebClient client = client(user);
        client.withThrowExceptionOnFailingStatusCode(false).withJavaScriptEnabled(false);
        return new DecisionForm(decision, evidence, despite, HOSTILE).post(client, run, withCrumb);
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        return user.equals("anonymous") ? client : client.login(user);
    }
}

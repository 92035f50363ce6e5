package io.jenkins.plugins.mlops.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.mlops.gate.Verdict;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.RunLoadCounter;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class MetricTrendActionTest {

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private JenkinsRule jenkins;

    @BeforeEach
    void keepJenkins(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void shouldBeOnJobsThatHaveAnIndexAlone() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        assertThat(job.getAction(MetricTrendAction.class)).isNull();

        Evaluations.add(job, 1, Verdict.Status.PASSED, Map.of("accuracy", "0.95"));

        assertThat(job.getAction(MetricTrendAction.class)).isNotNull();
    }

    @Test
    void shouldServeTwoThousandBuildsAndLoadNone() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        jenkins.buildAndAssertSuccess(job);
        jenkins.buildAndAssertSuccess(job);
        for (int build = 1; build <= 2_000; build++) {
            Evaluations.add(job, build, Verdict.Status.PASSED, Map.of("accuracy", "0.95", "auc", "0.9"));
        }

        MetricTrendAction action = job.getAction(MetricTrendAction.class);
        StringWriter written = new StringWriter();

        RunLoadCounter.assertMaxLoads(job, 0, () -> {
            action.write(List.of(), 4, 2_000, written);
            return action.getEvaluations().size();
        });
        // Jenkins itself loads the last successful build on its way from a job to any of its actions.
        JsonNode trend = RunLoadCounter.assertMaxLoads(job, 1, () -> json(job, "trend?builds=2000"));
        JsonNode api = RunLoadCounter.assertMaxLoads(job, 1, () -> json(job, "api/json"));

        assertThat(trend).isEqualTo(new ObjectMapper().readTree(written.toString()));
        assertThat(trend.get("builds")).hasSize(2_000);
        assertThat(trend.at("/series/0/values")).hasSize(2_000);
        assertThat(trend.at("/builds/0/exists").booleanValue()).isTrue();
        assertThat(trend.at("/builds/1999/exists").booleanValue()).isFalse();
        assertThat(api.get("evaluations")).hasSize(100);
    }

    @Test
    void shouldHaveNumbersInTheRemoteApi() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        Evaluations.add(job, 7, Verdict.Status.WARNING, Map.of("accuracy", "0.95"));
        JobMetrics.of(job).promoted(7, true);

        JsonNode evaluation = json(job, "api/json").at("/evaluations/0");

        assertThat(evaluation.get("number").intValue()).isEqualTo(7);
        assertThat(evaluation.get("verdict").textValue()).isEqualTo("warning");
        assertThat(evaluation.get("promoted").booleanValue()).isTrue();
        assertThat(evaluation.at("/metrics/0/name").textValue()).isEqualTo("accuracy");
        assertThat(evaluation.at("/metrics/0/value").isNumber()).isTrue();
        assertThat(evaluation.at("/metrics/0/value").doubleValue()).isEqualTo(0.95);
        assertThat(evaluation.at("/metrics/0/min").doubleValue()).isEqualTo(0.5);
    }

    @Test
    void shouldShowNothingToThoseWhoMayNotReadTheJob() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        Evaluations.add(job, 1, Verdict.Status.PASSED, Map.of("accuracy", "0.95"));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("visitor", "discoverer", "reader", "builder")
                .grant(Item.DISCOVER)
                .onItems(job)
                .to("discoverer")
                .grant(Item.READ)
                .onItems(job)
                .to("reader", "builder")
                .grant(Item.BUILD)
                .onItems(job)
                .to("builder")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        for (String page : List.of("", "trend", "trend?builds=5&metric=accuracy", "api/json")) {
            assertThat(status(null, job, page)).isEqualTo(FORBIDDEN);
            assertThat(status("visitor", job, page)).isEqualTo(NOT_FOUND);
            assertThat(status("discoverer", job, page)).isEqualTo(FORBIDDEN);
            assertThat(status("reader", job, page)).isEqualTo(OK);
            assertThat(status("builder", job, page)).isEqualTo(OK);
            assertThat(status("admin", job, page)).isEqualTo(OK);
        }
    }

    @Test
    void shouldKeepHostileNamesFromBecomingMarkup() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "a'b\"onmouseover=alert(1) x=\"");
        job.setDisplayName(Evaluations.HOSTILE);
        Evaluations.add(job, 1, Verdict.Status.PASSED, Map.of(Evaluations.HOSTILE, "0.95"));

        for (String page : List.of("", "model-metrics/")) {
            HtmlPage shown = client(null).getPage(job, page);
            assertThat(shown.getElementsByTagName("img"))
                    .noneMatch(image -> image.getAttribute("src").equals("x"));
            assertThat(shown.getWebResponse().getContentAsString()).doesNotContain("<img src=x");
        }
        var trend = client(null).goTo(job.getUrl() + "model-metrics/trend", "application/json");
        assertThat(trend.getWebResponse().getContentAsString()).contains("onerror");
        assertThat(trend.getWebResponse().getResponseHeaderValue("X-Content-Type-Options"))
                .isEqualTo("nosniff");
    }

    @Test
    void shouldOnlyAnswerGet() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        Evaluations.add(job, 1, Verdict.Status.PASSED, Map.of("accuracy", "0.95"));
        JenkinsRule.WebClient client = client(null);
        var request = new org.htmlunit.WebRequest(
                client.createCrumbedUrl(job.getUrl() + "model-metrics/trend"), org.htmlunit.HttpMethod.POST);

        assertThat(client.getPage(request).getWebResponse().getStatusCode()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void shouldKeepItsNumbersWhenBuildsAreDeletedAndTheJobMoves() throws Exception {
        MockFolder folder = jenkins.createFolder("team");
        FreeStyleProject job = jenkins.createFreeStyleProject("before");
        jenkins.buildAndAssertSuccess(job);
        Evaluations.add(job, 1, Verdict.Status.PASSED, Map.of("accuracy", "0.95"));
        job.getBuildByNumber(1).delete();
        job.renameTo("after");
        FreeStyleProject moved = hudson.model.Items.move(job, folder);

        JsonNode trend = json(moved, "trend");

        assertThat(trend.at("/series/0/values/0").doubleValue()).isEqualTo(0.95);
        assertThat(trend.at("/builds/0/exists").booleanValue()).isFalse();
    }

    @Test
    void shouldShowTheRestWhereALineIsCorrupt() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        Evaluations.add(job, 1, Verdict.Status.PASSED, Map.of("accuracy", "0.95"));
        Path file = job.getRootDir().toPath().resolve("mlops/metrics.jsonl");
        Files.writeString(file, "{]\n", StandardOpenOption.APPEND);

        assertThat(json(job, "trend").get("builds")).hasSize(1);
    }

    private JsonNode json(Job<?, ?> job, String page) throws Exception {
        String text = client(null)
                .goTo(job.getUrl() + "model-metrics/" + page, "application/json")
                .getWebResponse()
                .getContentAsString();
        return new ObjectMapper().readTree(text);
    }

    private int status(String user, Job<?, ?> job, String page) throws Exception {
        return client(user)
                .getPage(jenkins.getURL() + job.getUrl() + "model-metrics/" + page)
                .getWebResponse()
                .getStatusCode();
    }

    /** The charts themselves need a browser, not its imitation. */
    private JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        client.getOptions().setJavaScriptEnabled(false);
        // The page of a refusal leads to the login.
        client.setRefreshHandler((page, url, seconds) -> {});
        return user == null ? client : client.login(user);
    }
}

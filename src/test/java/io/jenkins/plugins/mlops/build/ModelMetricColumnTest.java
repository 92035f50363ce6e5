package io.jenkins.plugins.mlops.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.ListView;
import io.jenkins.plugins.mlops.gate.Verdict;
import java.util.List;
import java.util.Map;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTableCell;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RunLoadCounter;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ModelMetricColumnTest {

    private JenkinsRule jenkins;

    @BeforeEach
    void keepJenkins(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void shouldShowVerdictAndMetricOfTheBuildEvaluatedLast() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("fraud");
        jenkins.createProject(WorkflowJob.class, "other");
        jenkins.createFolder("team");
        jenkins.buildAndAssertSuccess(job);
        Evaluations.add(job, 40, Verdict.Status.PASSED, Map.of("accuracy", "0.91"));
        Evaluations.add(job, 41, Verdict.Status.FAILED, Map.of("accuracy", "0.850"));
        ListView view = view(new ModelMetricColumn("accuracy"));

        HtmlPage page = client().getPage(view);

        assertThat(page.getElementById("job_fraud").asNormalizedText()).contains("0.850 FAILED");
        assertThat(page.getElementById("job_other").asNormalizedText()).doesNotContain("FAILED");
        assertThat(page.asNormalizedText()).contains("accuracy");
        assertThat(page.getElementById("job_fraud").<HtmlTableCell>getByXPath("td[@data='0.85']"))
                .isNotEmpty();
        ModelMetricColumn.Cell cell =
                RunLoadCounter.assertMaxLoads(job, 0, () -> new ModelMetricColumn("accuracy").cell(job));
        assertThat(cell.getVerdict()).isEqualTo("FAILED");
    }

    @Test
    void shouldKeepItsMetricThroughTheForm() throws Exception {
        ListView view = view(new ModelMetricColumn("auc"));

        jenkins.configRoundtrip(view);

        assertThat(view.getColumns().get(ModelMetricColumn.class).getMetric()).isEqualTo("auc");
    }

    @Test
    void shouldShowHostileNamesAsText() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("fraud");
        Evaluations.add(job, 1, Verdict.Status.WARNING, Map.of(Evaluations.HOSTILE, "0.5"));

        HtmlPage page = client().getPage(view(new ModelMetricColumn(Evaluations.HOSTILE)));

        assertThat(page.getWebResponse().getContentAsString()).doesNotContain("<img src=x");
        assertThat(page.asNormalizedText()).contains(Evaluations.HOSTILE, "0.5 warning");
    }

    private ListView view(ModelMetricColumn column) throws Exception {
        ListView view = new ListView("models");
        jenkins.jenkins.addView(view);
        view.setIncludeRegex(".*");
        view.getColumns().replaceBy(List.of(new hudson.views.JobColumn(), column));
        return view;
    }

    private JenkinsRule.WebClient client() {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client.getOptions().setJavaScriptEnabled(false);
        return client;
    }
}

package io.jenkins.plugins.mlops.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.Job;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The approver, who may do everything, before the pages of jobs; without JavaScript. */
record Approver(JenkinsRule jenkins) {

    static Approver of(JenkinsRule jenkins) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("approver"));
        return new Approver(jenkins);
    }

    WorkflowJob job(String name) {
        return jenkins.jenkins.getItemByFullName(name, WorkflowJob.class);
    }

    JenkinsRule.WebClient client() throws Exception {
        return jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .withThrowExceptionOnFailingStatusCode(false)
                .login("approver");
    }

    HtmlPage page(Job<?, ?> job, String path) throws Exception {
        return client().getPage(job, path);
    }

    String text(Job<?, ?> job, String path) throws Exception {
        return page(job, path).asNormalizedText();
    }

    int status(Job<?, ?> job, String path) throws Exception {
        return client().getPage(new URL(jenkins.getURL(), job.getUrl() + path))
                .getWebResponse()
                .getStatusCode();
    }

    String content(Job<?, ?> job, String path) throws Exception {
        return client().getPage(new URL(jenkins.getURL(), job.getUrl() + path))
                .getWebResponse()
                .getContentAsString();
    }

    JsonNode json(Job<?, ?> job, String path) throws Exception {
        return new ObjectMapper().readTree(content(job, path));
    }

    void awaitInput(WorkflowRun run) throws InterruptedException, IOException {
        for (int i = 0; i < 600; i++) {
            InputAction inputs = run.getAction(InputAction.class);
            try {
                if (inputs != null && !inputs.getExecutions().isEmpty()) {
                    return;
                }
            } catch (java.util.concurrent.TimeoutException e) {
                // Its program is not loaded yet.
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no input after a minute:\n" + JenkinsRule.getLog(run));
    }

    /** @return the status of the answer */
    int decide(WorkflowRun run, String decision, String comment) throws Exception {
        JenkinsRule.WebClient client = client();
        String evidence = client.getPage(run, "model-evaluation/")
                .getFirstByXPath("string(//input[@name='evidence']/@value)")
                .toString();
        WebRequest request =
                new WebRequest(new URL(jenkins.getURL(), run.getUrl() + "model-evaluation/decide"), HttpMethod.POST);
        request.setRequestParameters(List.of(
                new NameValuePair("input", "Traffic"),
                new NameValuePair("decision", decision),
                new NameValuePair("evidence", evidence),
                new NameValuePair("despite", "true"),
                new NameValuePair("comment", comment)));
        request.setCharset(StandardCharsets.UTF_8);
        return client.getPage(client.addCrumb(request)).getWebResponse().getStatusCode();
    }
}

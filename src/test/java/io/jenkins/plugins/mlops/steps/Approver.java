package io.jenkins.plugins.mlops.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.Job;
import io.jenkins.plugins.mlops.build.DecisionForm;
import java.net.URL;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
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

    /** @return the status of the answer */
    int decide(WorkflowRun run, String decision, String comment) throws Exception {
        JenkinsRule.WebClient client = client();
        return new DecisionForm(decision, DecisionForm.evidenceShown(client, run), "true", comment)
                .post(client, run, true);
    }
}

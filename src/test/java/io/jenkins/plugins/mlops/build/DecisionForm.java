package io.jenkins.plugins.mlops.build;

import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** What the buttons of the evaluation page send, for the input {@code Traffic}. */
public record DecisionForm(String decision, String evidence, String despite, String comment) {

    public static String evidenceShown(JenkinsRule.WebClient client, WorkflowRun run) throws Exception {
        return client.getPage(run, "model-evaluation/")
                .getFirstByXPath("string(//input[@name='evidence']/@value)")
                .toString();
    }

    /**
     * @param crumb whether with the token against forged requests
     * @return the status of the answer
     */
    public int post(JenkinsRule.WebClient client, WorkflowRun run, boolean crumb) throws Exception {
        WebRequest request = new WebRequest(
                new URL(client.getContextPath() + run.getUrl() + "model-evaluation/decide"), HttpMethod.POST);
        request.setRequestParameters(List.of(
                new NameValuePair("input", "Traffic"),
                new NameValuePair("decision", decision),
                new NameValuePair("evidence", evidence),
                new NameValuePair("despite", despite),
                new NameValuePair("comment", comment)));
        request.setCharset(StandardCharsets.UTF_8);
        return client.getPage(crumb ? client.addCrumb(request) : request)
                .getWebResponse()
                .getStatusCode();
    }
}

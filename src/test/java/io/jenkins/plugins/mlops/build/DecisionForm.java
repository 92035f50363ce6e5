package io.jenkins.plugins.mlops.build;

import java.util.List;
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
        return FormPost.send(
                client,
                run.getUrl() + "model-evaluation/decide",
                List.of(
                        new NameValuePair("input", "Traffic"),
                        new NameValuePair("decision", decision),
                        new NameValuePair("evidence", evidence),
                        new NameValuePair("despite", despite),
                        new NameValuePair("comment", comment)),
                crumb);
    }
}

package io.jenkins.plugins.mlops.release;

import hudson.model.Run;
import io.jenkins.plugins.mlops.build.FormPost;
import java.io.IOException;
import java.util.List;
import org.htmlunit.util.NameValuePair;
import org.jvnet.hudson.test.JenkinsRule;

/** What a browser sends, for tests. */
final class RollbackClick {

    private RollbackClick() {}

    /** @return the status of the answer */
    static int send(
            JenkinsRule.WebClient client,
            Run<?, ?> build,
            String node,
            String evidence,
            String reason,
            boolean withCrumb)
            throws IOException {
        client.withThrowExceptionOnFailingStatusCode(false).withJavaScriptEnabled(false);
        return FormPost.send(
                client,
                build.getUrl() + "releases/rollback",
                List.of(
                        new NameValuePair("node", node),
                        new NameValuePair("evidence", evidence),
                        new NameValuePair("reason", reason)),
                withCrumb);
    }
}

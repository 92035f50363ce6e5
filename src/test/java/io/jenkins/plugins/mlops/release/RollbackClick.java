package io.jenkins.plugins.mlops.release;

import hudson.model.Run;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jvnet.hudson.test.JenkinsRule;

/** What a browser sends, for tests. */
final class RollbackClick {

    private RollbackClick() {}

    /** @return the status of the answer */
    static int send(
            JenkinsRule jenkins,
            JenkinsRule.WebClient client,
            Run<?, ?> build,
            String node,
            String evidence,
            String reason,
            boolean withCrumb)
            throws IOException {
        client.withThrowExceptionOnFailingStatusCode(false).withJavaScriptEnabled(false);
        WebRequest request =
                new WebRequest(new URL(jenkins.getURL(), build.getUrl() + "releases/rollback"), HttpMethod.POST);
        request.setRequestParameters(List.of(
                new NameValuePair("node", node),
                new NameValuePair("evidence", evidence),
                new NameValuePair("reason", reason)));
        request.setCharset(StandardCharsets.UTF_8);
        return client.getPage(withCrumb ? client.addCrumb(request) : request)
                .getWebResponse()
                .getStatusCode();
    }
}

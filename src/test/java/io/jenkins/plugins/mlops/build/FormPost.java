package io.jenkins.plugins.mlops.build;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jvnet.hudson.test.JenkinsRule;

/** What a browser sends for a form, for tests. */
public final class FormPost {

    private FormPost() {}

    /**
     * @param path below the URL of Jenkins
     * @param crumb whether with the token against forged requests
     * @return the status of the answer
     */
    public static int send(JenkinsRule.WebClient client, String path, List<NameValuePair> fields, boolean crumb)
            throws IOException {
        WebRequest request = new WebRequest(new URL(client.getContextPath() + path), HttpMethod.POST);
        request.setRequestParameters(fields);
        request.setCharset(StandardCharsets.UTF_8);
        return client.getPage(crumb ? client.addCrumb(request) : request)
                .getWebResponse()
                .getStatusCode();
    }
}

package io.jenkins.plugins.mlops.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** Answers with text of our own making. */
final class Download {

    /** The page has no script and needs none; where one gets in all the same, it has neither Jenkins' origin nor a way to run. */
    private static final String SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

    private Download() {}

    static HttpResponse json(String text) {
        return text("application/json;charset=UTF-8", text);
    }

    static HttpResponse markdown(String text) {
        return text("text/markdown;charset=UTF-8", text);
    }

    static HttpResponse html(String text) {
        return text("text/html;charset=UTF-8", text);
    }

    private static HttpResponse text(String type, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return new HttpResponse() {
            @Override
            public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                    throws IOException {
                response.setContentType(type);
                response.setHeader("Content-Security-Policy", SANDBOX);
                response.setHeader("X-Content-Type-Options", "nosniff");
                response.setContentLength(content.length);
                response.getOutputStream().write(content);
            }
        };
    }
}

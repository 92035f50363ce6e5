package io.jenkins.plugins.mlops.release;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.mlops.deploy.Prometheus;
import io.jenkins.plugins.mlops.deploy.PrometheusClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Opens Prometheus with the credentials that a build may use. One HTTP client serves all, since each has threads of its own. */
@Extension
public final class PrometheusLogin {

    public static final CredentialsMatcher KINDS = CredentialsMatchers.instanceOf(StringCredentials.class);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Follows no redirects, so that a token goes to the one server. */
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    public static PrometheusLogin get() {
        return ExtensionList.lookupSingleton(PrometheusLogin.class);
    }

    /**
     * @param url empty for none
     * @param credentialsId of a secret text, which is a bearer token; empty for none
     * @throws AbortException where the job may use no such credentials
     */
    public Prometheus open(String url, String credentialsId, Run<?, ?> run) throws AbortException {
        return url.isEmpty() ? Prometheus.NONE : new PrometheusClient(http, URI.create(url), token(credentialsId, run));
    }

    private static Optional<String> token(String id, Run<?, ?> run) throws AbortException {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        StringCredentials found = CredentialsProvider.findCredentialById(id, StringCredentials.class, run, List.of());
        if (found == null) {
            throw new AbortException(Messages.PrometheusLogin_none(id));
        }
        CredentialsProvider.track(run, found);
        return Optional.of(found.getSecret().getPlainText().strip());
    }

    /** @throws IllegalArgumentException that says what to write instead */
    public static void check(String url, String credentialsId) {
        try {
            URI address = new URI(url.strip());
            boolean known = address.getHost() != null
                    && String.valueOf(address.getScheme()).matches("https?");
            if (!url.isBlank() && !known) {
                throw new IllegalArgumentException(Messages.PrometheusLogin_address(url));
            }
            if (!credentialsId.isBlank() && !"https".equals(address.getScheme())) {
                throw new IllegalArgumentException(Messages.PrometheusLogin_clear(credentialsId));
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(Messages.PrometheusLogin_address(url), e);
        }
    }
}

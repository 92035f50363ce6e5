package io.jenkins.plugins.mlops.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.jenkins.plugins.mlops.deploy.ClusterException;
import io.jenkins.plugins.mlops.deploy.ClusterException.Problem;
import io.jenkins.plugins.mlops.deploy.HttpAnswer;
import io.jenkins.plugins.mlops.deploy.HttpQuestion;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests to the pods of a Service through the API server, which needs no way into the cluster's network. */
final class ServiceProxy {

    private static final int TIMEOUT_SECONDS = 30;
    private static final int SHOWN = 64 * 1024;

    private final KubernetesClient client;
    private final String namespace;

    ServiceProxy(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    HttpAnswer ask(String service, HttpQuestion question) throws ClusterException {
        String what = "ask Service " + service + " in namespace " + namespace;
        HttpClient http = client.getHttpClient();
        HttpRequest.Builder request = http.newHttpRequestBuilder()
                .uri(client.getMasterUrl() + "api/v1/namespaces/" + namespace + "/services/" + service + ":"
                        + question.port() + "/proxy" + question.path())
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .method(
                        question.method(),
                        question.contentType(),
                        question.body().isEmpty() ? null : question.body());
        try {
            HttpResponse<String> response =
                    http.sendAsync(request.build(), String.class).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            String body = response.body() == null ? "" : response.body();
            return new HttpAnswer(response.code(), body.length() > SHOWN ? body.substring(0, SHOWN) : body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException(Problem.OTHER, "interrupted when it was to " + what, e);
        } catch (TimeoutException e) {
            throw new ClusterException(
                    Problem.UNREACHABLE, "could not " + what + ": no answer within " + TIMEOUT_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new ClusterException(
                    Problem.UNREACHABLE,
                    "could not " + what + ": " + e.getCause().getMessage(),
                    e);
        }
    }
}

package io.jenkins.plugins.mlops.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.deploy.Deployer;
import io.jenkins.plugins.mlops.deploy.Driver;
import io.jenkins.plugins.mlops.deploy.HttpAnswer;
import io.jenkins.plugins.mlops.deploy.HttpQuestion;
import io.jenkins.plugins.mlops.deploy.Manifest;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Prometheus;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.ReleaseRequest;
import io.jenkins.plugins.mlops.deploy.Smoke;
import io.jenkins.plugins.mlops.deploy.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases to a real kubelet: containers start, answer, crash and cannot be pulled for real. */
class RealPodsTest {

    private static final String PYTHON = "localhost/python:1";

    /** Answers what it is asked, with its version, once it has said that it loads. */
    private static final String SERVER =
            """
            import http.server, os, sys
            print("loading model", os.environ["VERSION"], flush=True)
            class Predict(http.server.BaseHTTPRequestHandler):
                def do_GET(self): self.answer(b"")
                def do_POST(self): self.answer(self.rfile.read(int(self.headers["Content-Length"])))
                def answer(self, body):
                    self.send_response(200); self.end_headers(); self.wfile.write(os.environ["VERSION"].encode() + b" " + body)
            http.server.HTTPServer(("", 8080), Predict).serve_forever()
            """;

    @Test
    void shouldSayWhatRealPodsDo(@TempDir Path folder) throws Exception {
        try (ControlPlane control = ControlPlane.orSkip(folder)) {
            control.startNodeOrSkip();
            control.namespace("prod");
            try (KubernetesCluster cluster = control.cluster("prod")) {
                Smoke smoke = new Smoke(
                        "POST",
                        "/predict",
                        "{\"x\":1}",
                        "application/json",
                        200,
                        "1 {\"x\":1}",
                        Duration.ofSeconds(30));
                Progress.Finished served =
                        finish(cluster, request("1", PYTHON, SERVER).with(smoke));
                assertThat(served.outcome()).as(served.message()).isEqualTo(Outcome.PROMOTED);
                assertThat(predict(cluster).body()).isEqualTo("1 {\"x\":2}");
                String pod = cluster.endpoints("fraud").iterator().next();
                assertThat(cluster.log(pod, "model", 5)).startsWith("loading model 1\n");

                Progress.Finished wrong =
                        finish(cluster, request("2", PYTHON, SERVER).with(smoke));
                assertThat(wrong.outcome()).isEqualTo(Outcome.DISCARDED);
                assertThat(wrong.message()).contains("the smoke request failed: POST /predict answered");

                Progress.Finished crashed =
                        finish(cluster, request("3", PYTHON, "print('loading model', flush=True)\nimport sklearn"));
                assertThat(crashed.outcome()).isEqualTo(Outcome.DISCARDED);
                assertThat(crashed.message())
                        .containsPattern(
                                "has ended [2-9] times, last with exit code 1 \\(Error\\); its last lines:\nloading model\n")
                        .contains("ModuleNotFoundError: No module named 'sklearn'");

                Progress.Finished missing = finish(cluster, request("4", "127.0.0.1:1/fraud:4", SERVER));
                assertThat(missing.outcome()).isEqualTo(Outcome.DISCARDED);
                assertThat(missing.message())
                        .contains("the image 127.0.0.1:1/fraud:4 cannot be pulled (ImagePullBackOff)")
                        .contains("connection refused");

                assertThat(predict(cluster).body()).isEqualTo("1 {\"x\":2}");
                System.out.println(List.of(crashed.message(), missing.message()));
            }
        }
    }

    private static HttpAnswer predict(KubernetesCluster cluster) throws IOException {
        return cluster.ask("fraud", new HttpQuestion("POST", "http", "/predict", "{\"x\":2}", "application/json"));
    }

    private static Progress.Finished finish(KubernetesCluster cluster, ReleaseRequest request)
            throws IOException, InterruptedException {
        Deployer deployer = new Deployer(cluster, Prometheus.NONE, request, ReleaseListener.SILENT);
        return new Driver(Clock.systemUTC(), time -> Thread.sleep(Math.min(time.toMillis(), 500)), progress -> {})
                .run(deployer, () -> {
                    deployer.promote("");
                    return true;
                });
    }

    private static ReleaseRequest request(String id, String image, String program) throws IOException {
        Manifest manifest = Manifest.parse(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: fraud}
                spec:
                  replicas: 2
                  template:
                    spec:
                      nodeSelector: {pods: real}
                      tolerations: [{key: real, operator: Exists}]
                      automountServiceAccountToken: false
                      terminationGracePeriodSeconds: 1
                      containers:
                        - name: model
                          image: ${image}
                          command: [/usr/bin/python3, -c, "${program}"]
                          env: [{name: VERSION, value: "${version}"}]
                          ports: [{name: http, containerPort: 8080}]
                          readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
                """,
                "model.yaml",
                Map.of("image", image, "program", program, "version", id));
        return new ReleaseRequest("fraud", manifest, new Author(id, "job/" + id, "holder of " + id))
                .with(Timing.DEFAULTS
                        .withReady(Duration.ofMinutes(2))
                        .withKeepOld(Duration.ZERO)
                        .withDrain(Duration.ZERO));
    }
}

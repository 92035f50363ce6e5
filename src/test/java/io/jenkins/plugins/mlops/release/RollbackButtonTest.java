package io.jenkins.plugins.mlops.release;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.deploy.Deployer;
import io.jenkins.plugins.mlops.deploy.Deployments;
import io.jenkins.plugins.mlops.deploy.Driver;
import io.jenkins.plugins.mlops.deploy.HistoryEntry;
import io.jenkins.plugins.mlops.deploy.Manifest;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Prometheus;
import io.jenkins.plugins.mlops.deploy.ReleaseRequest;
import io.jenkins.plugins.mlops.deploy.Timing;
import io.jenkins.plugins.mlops.kubernetes.Access;
import io.jenkins.plugins.mlops.kubernetes.Connections;
import io.jenkins.plugins.mlops.kubernetes.ControlPlane;
import io.jenkins.plugins.mlops.kubernetes.KubernetesCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The button, from the page to the Service of a real API server and back. */
@WithJenkins
class RollbackButtonTest {

    private static final Timing QUICK = Timing.DEFAULTS
            .withKeepOld(Duration.ofMillis(1))
            .withDrain(Duration.ZERO)
            .withReady(Duration.ofMinutes(2));

    @Test
    void shouldServeAgainWhatServedBefore(JenkinsRule jenkins, @TempDir Path folder) throws Exception {
        try (ControlPlane control = ControlPlane.orSkip(folder)) {
            control.namespace("prod");
            String kubeconfig = Files.readString(control.kubeconfig());
            MockCluster.addLogin(kubeconfig);
            try (KubernetesCluster cluster =
                    Connections.open(new Access.KubeconfigText(kubeconfig, Optional.empty()), Optional.of("prod"))) {
                Run<?, ?> first = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("first"));
                Run<?, ?> second = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("second"));
                Run<?, ?> third = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("third"));
                release(cluster, first, "r1");
                release(cluster, second, "r2");
                release(cluster, third, "r3");

                click(jenkins, second);
                assertThat(page(jenkins, second).asNormalizedText())
                        .contains("Not rolled back: fraud", "third released blue (r/fraud:r3)");
                assertThat(served(cluster)).isEqualTo("r/fraud:r3");

                click(jenkins, third);
                assertThat(page(jenkins, third).asNormalizedText())
                        .contains(
                                "Rolled back: fraud in namespace prod",
                                "green (r/fraud:r2) serves again",
                                "recall fell");
                assertThat(served(cluster)).isEqualTo("r/fraud:r2");
                assertThat(new Deployments(cluster).of("fraud").orElseThrow().history())
                        .last()
                        .returns(Outcome.ROLLED_BACK, HistoryEntry::outcome)
                        .returns("recall fell", HistoryEntry::reason)
                        .returns("r/fraud:r3", HistoryEntry::image);
                assertThat(control.admin()
                                .v1()
                                .events()
                                .inNamespace("prod")
                                .list()
                                .getItems())
                        .anyMatch(event -> event.getMessage().contains("recall fell"));
            }
        }
    }

    private static HtmlPage page(JenkinsRule jenkins, Run<?, ?> build) throws Exception {
        return jenkins.createWebClient().withJavaScriptEnabled(false).getPage(build, "releases/");
    }

    /** Until it has ended. */
    private static void click(JenkinsRule jenkins, Run<?, ?> build) throws Exception {
        String evidence = page(jenkins, build)
                .getFirstByXPath("string(//input[@name='evidence']/@value)")
                .toString();
        assertThat(RollbackClick.send(jenkins.createWebClient(), build, "12", evidence, "recall fell", true))
                .isEqualTo(200);
        waitForEnd(build);
    }

    private static void release(KubernetesCluster cluster, Run<?, ?> build, String id) throws Exception {
        ReleaseLog log = ReleaseLog.of(build, "12");
        log.begin(new ReleaseSubject(
                "fraud", MockCluster.SUBJECT.cluster(), "r/fraud:" + id, id, ReleaseSubject.Kind.DEPLOY));
        Deployer deployer = new Deployer(
                cluster,
                Prometheus.NONE,
                new ReleaseRequest(
                                "fraud",
                                manifest("r/fraud:" + id),
                                new Author(id, build.getParent().getName(), id))
                        .with(QUICK),
                log.listener());
        Progress.Finished end = new Driver(
                        Clock.systemUTC(), time -> Thread.sleep(Math.min(time.toMillis(), 500)), progress -> {})
                .run(deployer, () -> {
                    deployer.promote("ann");
                    return true;
                });
        log.finished(end);
        assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    }

    private static Manifest manifest(String image) throws Exception {
        return Manifest.parse(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: fraud}
                spec:
                  replicas: 1
                  template:
                    spec:
                      nodeSelector: {pods: "fake"}
                      containers:
                        - name: model
                          image: ${image}
                          ports: [{name: http, containerPort: 8080}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: fraud}
                spec: {ports: [{port: 80, targetPort: http}]}
                """,
                "model.yaml",
                Map.of("image", image));
    }

    private static String served(KubernetesCluster cluster) throws Exception {
        return new Deployments(cluster)
                .of("fraud")
                .orElseThrow()
                .release()
                .orElseThrow()
                .live()
                .image();
    }

    private static void waitForEnd(Run<?, ?> build) throws Exception {
        Instant end = Instant.now().plus(Duration.ofMinutes(3));
        while (new ReleaseStore(build)
                .all(problem -> {
                    throw new AssertionError(problem);
                })
                .get(0)
                .pendingRollback()
                .isPresent()) {
            assertThat(Instant.now()).as("it never ends").isBefore(end);
            Thread.sleep(500);
        }
    }
}

package io.jenkins.plugins.mlops.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.deploy.Deployer;
import io.jenkins.plugins.mlops.deploy.Driver;
import io.jenkins.plugins.mlops.deploy.Manifest;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Prometheus;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.ReleaseRequest;
import io.jenkins.plugins.mlops.deploy.Rollback;
import io.jenkins.plugins.mlops.deploy.RollbackRequest;
import io.jenkins.plugins.mlops.deploy.Smoke;
import io.jenkins.plugins.mlops.deploy.State;
import io.jenkins.plugins.mlops.deploy.Steps;
import io.jenkins.plugins.mlops.deploy.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 200 requests a second while the Service is switched forth and back; {@code MLOPS_SWITCHES} of each, else a few. */
class NoRequestLostTest {

    private static final Timing TIMING = Timing.DEFAULTS.withDrain(Duration.ofSeconds(2));

    @Test
    void shouldLoseNoRequestThroughSwitchesAndRollbacks(@TempDir Path folder) throws Exception {
        int rounds = Integer.parseInt(System.getenv().getOrDefault("MLOPS_SWITCHES", "3"));
        boolean possible = AnsweringPods.arePossible();
        if (!possible) {
            System.err.println(
                    "##### SKIPPED: no addresses can be added to lo (that takes root on Linux); that no request is lost is NOT tested #####");
        }
        assumeTrue(possible, "no addresses for pods");
        try (ControlPlane control = ControlPlane.orSkip(folder)) {
            control.namespace("prod");
            try (KubernetesCluster cluster = control.cluster("prod");
                    AnsweringPods pods = new AnsweringPods(control.admin(), "prod")) {
                pods.start();
                assertThat(run(deployer(cluster, 0), progress -> false).state()).isEqualTo(State.IDLE);
                Thread.sleep(500);
                List<Long> millis = new ArrayList<>();
                try (Load load = new Load(control.admin(), "prod", "fraud")) {
                    for (int round = 1; round <= rounds; round++) {
                        run(deployer(cluster, round), progress -> progress.state() == State.RETIRING);
                        waitForAnswer(load, "r/fraud:" + round);
                        long decided = System.nanoTime();
                        Progress back = run(rollback(cluster, round), progress -> false);
                        assertThat(((Progress.Finished) back).outcome()).isEqualTo(Outcome.ROLLED_BACK);
                        millis.add(lastAnswer(load, "r/fraud:" + round, decided));
                    }
                    Thread.sleep(500);
                    assertThat(load.failures).isEmpty();
                    Collections.sort(millis);
                    System.out.println(load.answers.size() + " requests through " + rounds + " switches and " + rounds
                            + " rollbacks, none lost; from the decision to go back to the last answer of what was left: median "
                            + millis.get(millis.size() / 2) + " ms, longest " + millis.get(millis.size() - 1) + " ms");
                    assertThat(millis).allMatch(time -> time < TIMING.drain().toMillis() + 1000);
                }
            }
        }
    }

    private static void waitForAnswer(Load load, String image) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            if (load.answers.stream().anyMatch(answer -> answer.body().equals(image))) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("nobody is served by " + image);
    }

    /** @return milliseconds after the decision */
    private static long lastAnswer(Load load, String image, long decided) {
        long last = load.answers.stream()
                .filter(answer -> answer.body().equals(image))
                .mapToLong(Load.Answer::nanos)
                .max()
                .orElse(decided);
        return Math.max(0, (last - decided) / 1_000_000);
    }

    private static Deployer deployer(KubernetesCluster cluster, int round) throws IOException {
        Manifest manifest = Manifest.parse(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: fraud}
                spec:
                  replicas: 3
                  template:
                    spec:
                      nodeSelector: {pods: tests}
                      tolerations: [{key: tests, operator: Exists}]
                      containers: [{name: model, image: "${image}", ports: [{name: http, containerPort: 8080}]}]
                """,
                "model.yaml",
                Map.of("image", "r/fraud:" + round));
        ReleaseRequest request = new ReleaseRequest(
                        "fraud", manifest, new Author("r" + round, "job/" + round, "holder " + round))
                .with(TIMING.withKeepOld(round == 0 ? Duration.ZERO : Duration.ofMinutes(10)))
                .with(new Smoke("GET", "/predict", "", "text/plain", 200, "r/fraud:" + round, Duration.ofSeconds(20)));
        return new Deployer(cluster, Prometheus.NONE, request, ReleaseListener.SILENT);
    }

    private static Rollback rollback(KubernetesCluster cluster, int round) {
        return new Rollback(
                cluster,
                new RollbackRequest(
                        "fraud", new Author("b" + round, "ann", "holder of b" + round), "recall fell", TIMING),
                ReleaseListener.SILENT);
    }

    private static Progress run(Steps steps, Predicate<Progress> enough) throws IOException, InterruptedException {
        return new Driver(Clock.systemUTC(), time -> Thread.sleep(Math.min(time.toMillis(), 200)), progress -> {})
                .run(
                        steps,
                        () -> {
                            if (steps instanceof Deployer deployer) {
                                deployer.promote("");
                            }
                            return true;
                        },
                        enough);
    }
}

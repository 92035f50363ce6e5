package io.jenkins.plugins.mlops.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.deploy.Cluster;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 200 requests a second while the Service is switched forth and back; {@code MLOPS_SWITCHES} of each, and the API server killed at every moment; else a few. */
class NoRequestLostTest {

    private static final Duration KEPT = Duration.ofMinutes(10);

    /** As of a kube-proxy that has nothing else to do, and of one that has. */
    private static final Duration QUICK = Duration.ZERO;

    private static final Duration SLOW = Duration.ofSeconds(3);

    /** As of a container with a {@code preStop} sleep. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static ControlPlane control;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        boolean possible = AnsweringPods.arePossible();
        if (!possible) {
            System.err.println(
                    "##### SKIPPED: no addresses can be added to lo (that takes root on Linux); that no request is lost is NOT tested #####");
        }
        assumeTrue(possible, "no addresses for pods");
        control = ControlPlane.orSkip(folder);
    }

    @AfterAll
    static void stop() {
        if (control != null) {
            control.close();
        }
    }

    private static int rounds(int without) {
        return Integer.parseInt(System.getenv().getOrDefault("MLOPS_SWITCHES", String.valueOf(without)));
    }

    /** Each takes a minute; by default the one after which a request has been answered to nobody. */
    private static List<Outage.Moment> moments() {
        return System.getenv("MLOPS_SWITCHES") == null ? List.of(Outage.Moment.AFTER) : List.of(Outage.Moment.values());
    }

    @Test
    void shouldLoseNoRequestThroughSwitchesAndRollbacks() throws Exception {
        Timing timing = Timing.DEFAULTS.withDrain(Duration.ofSeconds(2)).withKeepOld(KEPT);
        int rounds = rounds(3);
        List<Long> millis = new ArrayList<>();
        try (Served served = new Served("switched", GRACE, QUICK)) {
            for (int round = 1; round <= rounds; round++) {
                run(deployer(served.cluster, round, timing), progress -> progress.state() == State.RETIRING);
                served.waitForAnswer("r/fraud:" + round);
                long decided = System.nanoTime();
                goBack(rollback(served.cluster, round, timing));
                millis.add(served.lastAnswer("r/fraud:" + round, decided));
            }
            Thread.sleep(500);
            assertThat(served.load.failures).isEmpty();
            Collections.sort(millis);
            System.out.println(served.load.answers.size() + " requests through " + rounds + " switches and " + rounds
                    + " rollbacks, none lost; from the decision to go back to the last answer of what was left: median "
                    + millis.get(millis.size() / 2) + " ms, longest " + millis.get(millis.size() - 1) + " ms");
            assertThat(millis).allMatch(time -> time < timing.drain().toMillis() + 1000);
        }
    }

    /** @return how many requests were lost by a switch and a rollback, with a slow data plane and pods that end at once when they are told to */
    private static int lost(String namespace, Duration drain) throws Exception {
        Timing timing = Timing.DEFAULTS.withDrain(drain).withKeepOld(Duration.ZERO);
        try (Served served = new Served(namespace, Duration.ZERO, SLOW)) {
            run(deployer(served.cluster, 1, timing), progress -> false);
            served.waitForAnswer("r/fraud:1");
            goBack(rollback(served.cluster, 1, timing));
            Thread.sleep(SLOW.toMillis() + 500);
            System.out.println(namespace + ": " + served.load.failures.size() + " lost, " + served.load.answers.size()
                    + " answered");
            return served.load.failures.size();
        }
    }

    /** Without the first half the zero of the second would say nothing. */
    @Test
    void shouldLoseRequestsWithoutDrainingAndNoneWithIt() throws Exception {
        assertThat(lost("undrained", Duration.ZERO)).isPositive();
        assertThat(lost("drained", Duration.ofSeconds(8))).isZero();
    }

    @Test
    void shouldLoseNoRequestWhenTheApiServerIsKilled() throws Exception {
        Timing timing = Timing.DEFAULTS.withDrain(Duration.ofSeconds(2)).withKeepOld(KEPT);
        int round = 0;
        try (Served served = new Served("killed", GRACE, QUICK)) {
            for (Outage.Moment moment : moments()) {
                round++;
                // Its record is patched when it begins, is ready, is let pass, and with the selector.
                Outage switching = new Outage(control, moment, "patch", 4);
                run(
                        deployer(switching.in(served.cluster), round, timing),
                        progress -> progress.state() == State.RETIRING);
                switching.await();
                served.waitForAnswer("r/fraud:" + round);
                control.renewControllers();

                Outage back = new Outage(control, moment, "patch", 1);
                goBack(rollback(back.in(served.cluster), round, timing));
                back.await();
                served.waitForAnswer("r/fraud:0");
                control.renewControllers();
                System.out.println("The API server " + switching + ", " + back + ": " + served.load.answers.size()
                        + " answered, " + served.load.failures.size() + " lost");
            }
            Thread.sleep(500);
            assertThat(served.load.failures).isEmpty();
        }
    }

    /** A namespace in which round 0 serves, under load. */
    private static final class Served implements AutoCloseable {
        private final KubernetesCluster cluster;
        private final AnsweringPods pods;
        private final Load load;

        Served(String namespace, Duration grace, Duration lag) throws IOException, InterruptedException {
            control.namespace(namespace);
            cluster = control.cluster(namespace);
            pods = new AnsweringPods(control.impatient(), namespace, grace);
            pods.start();
            Progress first = run(deployer(cluster, 0, Timing.DEFAULTS.withKeepOld(Duration.ZERO)), progress -> false);
            assertThat(first.state()).isEqualTo(State.IDLE);
            load = new Load(control.impatient(), namespace, "fraud", lag);
        }

        /** From now on. */
        private void waitForAnswer(String image) throws InterruptedException {
            long now = System.nanoTime();
            for (int i = 0; i < 600; i++) {
                if (load.answers.stream()
                        .anyMatch(
                                answer -> answer.nanos() > now && answer.body().equals(image))) {
                    return;
                }
                Thread.sleep(50);
            }
            throw new AssertionError("nobody is served by " + image + "; lost: " + load.failures);
        }

        /** @return milliseconds after the decision */
        private long lastAnswer(String image, long decided) {
            long last = load.answers.stream()
                    .filter(answer -> answer.body().equals(image))
                    .mapToLong(Load.Answer::nanos)
                    .max()
                    .orElse(decided);
            return Math.max(0, (last - decided) / 1_000_000);
        }

        @Override
        public void close() throws IOException {
            load.close();
            pods.close();
            cluster.close();
        }
    }

    private static Deployer deployer(Cluster cluster, int round, Timing timing) throws IOException {
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
                .with(timing)
                .with(new Smoke("GET", "/predict", "", "text/plain", 200, "r/fraud:" + round, Duration.ofSeconds(20)));
        return new Deployer(cluster, Prometheus.NONE, request, ReleaseListener.SILENT);
    }

    private static Rollback rollback(Cluster cluster, int round, Timing timing) {
        return new Rollback(
                cluster,
                new RollbackRequest(
                        "fraud", new Author("b" + round, "ann", "holder of b" + round), "recall fell", timing),
                ReleaseListener.SILENT);
    }

    private static void goBack(Rollback rollback) throws IOException, InterruptedException {
        Progress back = run(rollback, progress -> false);
        assertThat(((Progress.Finished) back).outcome()).isEqualTo(Outcome.ROLLED_BACK);
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

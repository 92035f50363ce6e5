package io.jenkins.plugins.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeployerTest {

    private static final Timing TIMING_WITHOUT_KEEPING = World.TIMING.withKeepOld(Duration.ZERO);

    private final World world = new World();
    private final FakeCluster cluster = world.cluster;

    private Progress.Finished deploy(String id) throws IOException {
        return world.run(world.deployer(World.request(id)));
    }

    @Test
    void shouldServeNobodyUntilTheFirstReleaseIsReady() throws IOException {
        cluster.quick = false;
        Deployer deployer = world.deployer(World.request("r1"));

        world.runTo(deployer, State.DEPLOYING);
        for (int i = 0; i < 5; i++) {
            deployer.step(world.now);
        }

        assertThat(cluster.services.get("fraud").selector()).containsEntry(AppNames.COLOUR, "none");
        assertThat(cluster.services.get("fraud-preview").selector()).containsEntry(AppNames.COLOUR, "blue");
    }

    @Test
    void shouldSwitchAndRetireTheOldColour() throws IOException {
        deploy("r1");
        assertThat(world.liveColour()).isEqualTo("blue");

        Progress.Finished finished = deploy("r2");

        assertThat(finished.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(finished.message()).isEqualTo("green (registry.example/fraud:r2) serves");
        assertThat(world.liveColour()).isEqualTo("green");
        assertThat(cluster.workload("fraud-blue").desired).isZero();
        assertThat(cluster.workload("fraud-green").desired).isEqualTo(2);
        assertThat(cluster.leases.get("fraud-deploy").holder()).isEmpty();
        assertThat(cluster.services.get("fraud").annotations())
                .containsEntry("mlops.jenkins.io/live", "green")
                .containsEntry("mlops.jenkins.io/state", "idle")
                .containsEntry("mlops.jenkins.io/image", "registry.example/fraud:r2");
        assertThat(LiveApp.of(cluster.services.get("fraud")).history())
                .extracting(HistoryEntry::release, HistoryEntry::outcome, HistoryEntry::from, HistoryEntry::to)
                .containsExactly(
                        tuple("r1", Outcome.PROMOTED, "none", "blue"), tuple("r2", Outcome.PROMOTED, "blue", "green"));
    }

    @Test
    void shouldTellEachTransitionAndRecordAnEventOfIt() throws IOException {
        deploy("r1");

        assertThat(world.told)
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly("deploying", "verifying", "switching", "retiring", "idle");
        assertThat(cluster.events.values())
                .extracting(ClusterEvent::reason)
                .containsExactly(
                        "ReleaseDeploying",
                        "ReleaseVerifying",
                        "ReleaseSwitching",
                        "ReleaseRetiring",
                        "ReleasePromoted");
    }

    @Test
    void shouldKeepTheOldColourForItsTime() throws IOException {
        deploy("r1");
        Deployer deployer = world.deployer(World.request("r2"));
        deployer.promote("ann");

        world.runTo(deployer, State.RETIRING);
        world.now = world.now.plus(Duration.ofMinutes(4));
        deployer.step(world.now);

        assertThat(cluster.workload("fraud-blue").desired).isEqualTo(2);
        world.now = world.now.plus(Duration.ofMinutes(2));
        deployer.step(world.now);
        assertThat(cluster.workload("fraud-blue").desired).isZero();
    }

    @Test
    void shouldWaitForADecisionAndKeepTheLock() throws IOException {
        deploy("r1");
        Deployer deployer = world.deployer(World.request("r2"));
        world.runTo(deployer, State.VERIFYING);

        for (int i = 0; i < 100; i++) {
            assertThat(deployer.step(world.now)).isInstanceOf(Progress.AwaitingApproval.class);
            world.now = world.now.plus(Timing.LONGEST_STEP);
        }

        assertThat(cluster.leases.get("fraud-deploy").renewed()).isAfter(world.now.minus(World.TIMING.lease()));
        assertThat(world.liveColour()).isEqualTo("blue");
    }

    @Test
    void shouldTakeTheNewColourAwayWhenSomebodySaysNo() throws IOException {
        deploy("r1");
        Deployer deployer = world.deployer(World.request("r2"));
        world.runTo(deployer, State.VERIFYING);

        deployer.discard("recall on the new region is too low", "ann");
        Progress.Finished finished = world.run(deployer);

        assertThat(finished.outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(finished.message()).contains("blue", "r1", "recall on the new region is too low");
        assertThat(cluster.workloads).containsOnlyKeys("fraud-blue");
        assertThat(cluster.workload("fraud-blue").desired).isEqualTo(2);
    }

    @Test
    void shouldDiscardWithTheCauseWhenTheImageCannotBePulled() throws IOException {
        deploy("r1");
        cluster.quick = false;
        Deployer deployer = world.deployer(World.request("r2"));
        world.runTo(deployer, State.DEPLOYING);
        deployer.step(world.now);
        cluster.workload("fraud-green").waiting = "ImagePullBackOff";
        cluster.workload("fraud-green").waitingMessage = "manifest unknown";
        cluster.settle();

        Progress.Finished finished = world.run(deployer);

        assertThat(finished.outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(finished.message())
                .contains("the image registry.example/fraud:r2 cannot be pulled (ImagePullBackOff): manifest unknown");
    }

    @Test
    void shouldDiscardWithTheLastLinesOfAContainerThatCrashes() throws IOException {
        cluster.quick = false;
        Deployer deployer = world.deployer(World.request("r1"));
        world.runTo(deployer, State.DEPLOYING);
        deployer.step(world.now);
        cluster.workload("fraud-blue").waiting = "CrashLoopBackOff";
        cluster.settle();

        assertThat(world.run(deployer).message())
                .contains("has ended 4 times, last with exit code 1 (Error); its last lines:", "No module named");
    }

    @Test
    void shouldGiveTheSchedulerTimeAndThenSayWhatItSays() throws IOException {
        cluster.quick = false;
        Deployer deployer = world.deployer(World.request("r1"));
        world.runTo(deployer, State.DEPLOYING);
        deployer.step(world.now);
        cluster.workload("fraud-blue").unschedulable = "0/3 nodes are available: 3 Insufficient nvidia.com/gpu.";
        cluster.settle();
        assertThat(deployer.step(world.now).state()).isEqualTo(State.DEPLOYING);

        assertThat(world.run(deployer).message()).contains("finds no node", "Insufficient nvidia.com/gpu");
    }

    @Test
    void shouldDiscardAtOnceWhenAQuotaAllowsNoPods() throws IOException {
        cluster.quick = false;
        Deployer deployer = world.deployer(World.request("r1"));
        world.runTo(deployer, State.DEPLOYING);
        deployer.step(world.now);
        cluster.workload("fraud-blue").replicaFailure = "pods \"fraud-blue-x\" is forbidden: exceeded quota: compute";
        cluster.settle();

        assertThat(world.run(deployer).message()).contains("exceeded quota: compute");
    }

    @Test
    void shouldDiscardWhenTheReplicasAreNotReadyInTime() throws IOException {
        cluster.quick = false;
        Deployer deployer = world.deployer(World.request("r1"));

        assertThat(world.run(deployer).message()).contains("not ready within 120 s: 0 of 2 replicas");
    }

    @Test
    void shouldNotSwitchToReplicasThatAreNoLongerReady() throws IOException {
        deploy("r1");
        Deployer deployer = world.deployer(World.request("r2"));
        world.runTo(deployer, State.VERIFYING);
        cluster.workload("fraud-green").ready = 1;

        Progress.Finished finished = world.run(deployer);

        assertThat(finished.outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(finished.message()).contains("no longer ready when it was to be switched: 1 of 2");
        assertThat(world.liveColour()).isEqualTo("blue");
    }

    @Test
    void shouldAskThePreviewBeforeAnybodyElse() throws IOException {
        cluster.answer = new HttpAnswer(500, "no model");
        Smoke smoke = new Smoke("POST", "/predict", "{}", "application/json", 200, "", Duration.ofSeconds(30));

        Progress.Finished finished =
                world.run(world.deployer(World.request("r1").with(smoke)));

        assertThat(finished.outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(finished.message())
                .contains("the smoke request failed: POST /predict answered 500, not 200: no model");
    }

    private static Observation watch(int failures, int silences) {
        return new Observation(
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                failures,
                silences,
                List.of(new Observation.Check("errors", Optional.empty(), Optional.of(new BigDecimal("0.05")))));
    }

    @Test
    void shouldRetireTheOldColourOnceTheNewOneHasProvenItself() throws IOException {
        deploy("r1");

        Progress.Finished finished = world.run(world.deployer(
                cluster, World.request("r2").with(watch(1, 3)), query -> List.of(new BigDecimal("0.01"))));

        assertThat(finished.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(world.told).anyMatch(line -> line.startsWith("observing"));
    }

    @Test
    void shouldGoBackWhenACheckFails() throws IOException {
        deploy("r1");

        Progress.Finished finished = world.run(
                world.deployer(cluster, World.request("r2").with(watch(1, 3)), query -> List.of(BigDecimal.ONE)));

        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.message()).contains("errors is 1, above 0.05");
        assertThat(world.liveColour()).isEqualTo("blue");
        assertThat(cluster.workload("fraud-green").desired).isZero();
    }

    @Test
    void shouldGoBackWhenNobodyCanSay() throws IOException {
        deploy("r1");

        Progress.Finished finished =
                world.run(world.deployer(cluster, World.request("r2").with(watch(1, 3)), query -> List.of()));

        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.message())
                .contains("nobody could say how it does, 3 times; last: Prometheus has no value for errors");
    }

    @Test
    void shouldStayWhereThereIsNothingToGoBackTo() throws IOException {
        Progress.Finished finished = world.run(
                world.deployer(cluster, World.request("r1").with(watch(1, 3)), query -> List.of(BigDecimal.ONE)));

        assertThat(finished.outcome()).isEqualTo(Outcome.STUCK);
        assertThat(world.liveColour()).isEqualTo("blue");
    }

    @Test
    void shouldChangeNothingWithoutTheRights() {
        cluster.forbidden.addAll(List.of("patch deployments.apps", "create events"));

        assertThatThrownBy(() -> deploy("r1"))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("namespace prod")
                .hasMessageContaining("may not: patch deployments.apps, create events")
                .hasMessageContaining("docs/deploy-role.yaml");
        assertThat(cluster.services).isEmpty();
    }

    @Test
    void shouldNotGuessWhenSomebodyHasChangedTheSelector() throws IOException {
        deploy("r1");
        LiveService service = cluster.services.get("fraud");
        cluster.put(new LiveService(
                service.name(), service.uid(), "", Map.of("app", "legacy"), service.labels(), service.annotations()));

        assertThatThrownBy(() -> deploy("r2"))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("by hand: it selects app=legacy")
                .hasMessageContaining("mlops.jenkins.io/colour=blue");
        assertThat(cluster.workloads).containsOnlyKeys("fraud-blue");
    }

    @Test
    void shouldSayThatTheServiceWasDeletedMeanwhile() throws IOException {
        Deployer deployer = world.deployer(World.request("r1"));
        world.runTo(deployer, State.VERIFYING);
        cluster.services.remove("fraud");

        assertThatThrownBy(() -> deployer.step(world.now))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("Service fraud in namespace prod is gone");
    }

    @Test
    void shouldLetTheSecondBuildWait() throws IOException {
        Deployer first = world.deployer(World.request("r1"));
        world.runTo(first, State.VERIFYING);

        Progress progress = world.deployer(World.request("r2")).step(world.now);

        assertThat(progress.message()).isEqualTo("waiting for holder-r1, which holds the lock of fraud");
    }

    @Test
    void shouldTakeOverFromABuildThatHasGone() throws IOException {
        deploy("r1");
        world.runTo(world.deployer(World.request("r2")), State.VERIFYING);

        Progress.Finished finished = deploy("r3");

        assertThat(finished.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(LiveApp.of(cluster.services.get("fraud")).history())
                .extracting(HistoryEntry::release, HistoryEntry::outcome)
                .contains(tuple("r2", Outcome.DISCARDED));
        assertThat(deploy("r2").outcome()).isEqualTo(Outcome.DISCARDED);
    }

    @Test
    void shouldGoOnWhenTheApiServerIsAwayForAWhile() throws IOException {
        int[] calls = {0};
        Cluster shaky = Interrupted.cluster(
                cluster,
                call -> {
                    calls[0]++;
                    if (calls[0] > 5 && calls[0] < 30 && calls[0] % 2 == 0) {
                        throw FakeCluster.problem(ClusterException.Problem.UNAVAILABLE, "503");
                    }
                },
                call -> {});

        assertThat(world.run(world.deployer(shaky, World.request("r1"), Prometheus.NONE))
                        .outcome())
                .isEqualTo(Outcome.PROMOTED);
    }

    @Test
    void shouldGiveUpWithTheCauseWhenTheApiServerStaysAway() {
        Cluster gone = Interrupted.cluster(
                cluster,
                call -> {
                    throw FakeCluster.problem(
                            ClusterException.Problem.UNREACHABLE, "could not read Service fraud: connection refused");
                },
                call -> {});

        assertThatThrownBy(() -> world.run(world.deployer(gone, World.request("r1"), Prometheus.NONE)))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("connection refused")
                .hasMessageContaining("times since 2026-01-31T12:00:00Z");
    }

    @Test
    void shouldRefuseToCarryOnWithSomethingElse() throws IOException {
        world.runTo(world.deployer(World.request("r1")), State.VERIFYING);
        ReleaseRequest other = new ReleaseRequest(World.APP, World.manifest("other"), World.author("r1"));

        assertThatThrownBy(() -> world.deployer(other).step(world.now))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("begun with another manifest");
    }

    @Test
    void shouldDrainThePlaceBeforeTheNextReleaseTakesIt() throws IOException {
        deploy("r1");
        Deployer before = promoted("r2");
        world.runTo(before, State.RETIRING);
        before.step(world.now);
        Deployer next = world.deployer(World.request("r3"));

        Progress progress = next.step(world.now);

        assertThat(progress.message()).isEqualTo("requests that are on their way to blue are let through");

        assertThat(((Progress.Working) progress).again()).isEqualTo(Timing.LONGEST_STEP);
        assertThat(cluster.workload("fraud-blue").desired).isEqualTo(2);
        world.now = world.now.plus(World.TIMING.drain());
        assertThat(next.step(world.now).state()).isEqualTo(State.DEPLOYING);
    }

    @Test
    void shouldDrainAnewOnceTheApiServerIsBack() throws IOException {
        deploy("r1");
        boolean[] away = {false};
        Cluster shaky = Interrupted.cluster(
                cluster,
                call -> {
                    if (away[0]) {
                        throw FakeCluster.problem(ClusterException.Problem.UNREACHABLE, "connection refused");
                    }
                },
                call -> {});
        Deployer deployer = world.deployer(shaky, World.request("r2").with(TIMING_WITHOUT_KEEPING), Prometheus.NONE);
        deployer.promote("");
        world.runTo(deployer, State.RETIRING);
        away[0] = true;
        deployer.step(world.now);
        world.now = world.now.plusSeconds(40);
        deployer.step(world.now);
        away[0] = false;

        Progress back = deployer.step(world.now);

        assertThat(back.message()).isEqualTo("green serves; requests that are on their way to blue are let through");
        assertThat(cluster.workload("fraud-blue").desired).isEqualTo(2);
        world.now = world.now.plus(TIMING_WITHOUT_KEEPING.drain());
        deployer.step(world.now);
        assertThat(cluster.workload("fraud-blue").desired).isZero();
    }

    @Test
    void shouldScaleDownNoPodThatIsStillAnEndpoint() throws IOException {
        deploy("r1");
        Deployer deployer = world.deployer(World.request("r2").with(TIMING_WITHOUT_KEEPING));
        deployer.promote("");
        world.runTo(deployer, State.RETIRING);
        cluster.lagging = Set.of("fraud-blue-0", "fraud-blue-1");
        world.now = world.now.plus(Duration.ofHours(1));

        assertThat(deployer.step(world.now).message())
                .isEqualTo("2 pods of blue are still among the endpoints of Service fraud");
        assertThat(cluster.workload("fraud-blue").desired).isEqualTo(2);

        cluster.lagging = null;
        assertThat(world.run(deployer).outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(cluster.workload("fraud-blue").desired).isZero();
    }

    private Deployer promoted(String id) {
        Deployer deployer = world.deployer(World.request(id));
        deployer.promote("");
        return deployer;
    }
}

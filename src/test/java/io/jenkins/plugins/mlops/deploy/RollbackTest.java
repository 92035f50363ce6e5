package io.jenkins.plugins.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RollbackTest {

    private final World world = new World();
    private final FakeCluster cluster = world.cluster;

    @BeforeEach
    void releaseOnce() throws IOException {
        world.run(world.deployer(World.request("r1")));
    }

    @Test
    void shouldBeOnePatchWhileTheOldColourIsKept() throws IOException {
        Deployer deployer = world.deployer(World.request("r2"));
        deployer.promote("");
        world.runTo(deployer, State.RETIRING);
        List<String> calls = new ArrayList<>();
        Cluster seen = Interrupted.cluster(cluster, calls::add, call -> {});

        new Rollback(
                        seen,
                        new RollbackRequest(World.APP, World.author("b1"), "too slow", World.TIMING),
                        ReleaseListener.SILENT)
                .step(world.now);

        assertThat(world.liveColour()).isEqualTo("blue");
        assertThat(calls)
                .filteredOn(call -> call.matches("patch|apply|scale|delete"))
                .containsExactly("patch");
        assertThat(world.run(deployer).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }

    @Test
    void shouldScaleUpFirstOnceTheOldColourIsRetired() throws IOException {
        world.run(world.deployer(World.request("r2")));
        cluster.quick = false;
        Rollback rollback = world.rollback("b1", "recall fell");
        for (int i = 0; i < 5; i++) {
            rollback.step(world.now);
        }
        assertThat(cluster.workload("fraud-blue").desired).isEqualTo(2);
        assertThat(world.liveColour()).as("before blue is ready").isEqualTo("green");

        cluster.settle();
        Progress.Finished finished = world.run(rollback);

        assertThat(finished.message()).isEqualTo("blue (registry.example/fraud:r1) serves again: recall fell");
        assertThat(world.liveColour()).isEqualTo("blue");
        assertThat(LiveApp.of(cluster.services.get("fraud")).history())
                .last()
                .returns(Outcome.ROLLED_BACK, HistoryEntry::outcome)
                .returns("recall fell", HistoryEntry::reason)
                .returns("job/b1", HistoryEntry::decidedBy)
                .returns("registry.example/fraud:r2", HistoryEntry::image);
    }

    @Test
    void shouldUndoNoOtherReleaseThanTheOneThatWasNamed() throws IOException {
        world.run(world.deployer(World.request("r2")));
        world.run(world.deployer(World.request("r3")));

        assertThatThrownBy(() -> world.run(undoing("r2")))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining(
                        "Another release of fraud has begun since: job/r3 released blue (registry.example/fraud:r3), which is promoted since ");
        assertThat(world.liveColour()).isEqualTo("blue");
        assertThat(cluster.leases.get("fraud-deploy").holder()).isEmpty();

        assertThat(world.run(undoing("r3")).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.liveColour()).isEqualTo("green");
    }

    @Test
    void shouldFindThatTheNamedReleaseWasUndoneBeforeTheNextOne() throws IOException {
        world.run(world.deployer(World.request("r2")));
        world.run(undoing("r2"));
        world.run(world.deployer(World.request("r3")));

        Progress.Finished finished = world.run(undoing("r2"));

        assertThat(finished.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(finished.message()).contains("r2 was rolled back at ", "by job/b1: recall fell");
        assertThat(world.release()).get().extracting(ReleaseRecord::id).isEqualTo("r3");
    }

    private Rollback undoing(String release) {
        return new Rollback(
                cluster,
                new RollbackRequest(World.APP, World.author("b1"), "recall fell", World.TIMING, Optional.of(release)),
                world.listener());
    }

    @Test
    void shouldStayWhereTheOldColourCannotServe() throws IOException {
        world.run(world.deployer(World.request("r2")));
        cluster.workload("fraud-blue").waiting = "ImagePullBackOff";
        cluster.workload("fraud-blue").waitingMessage = "gone from the registry";

        Progress.Finished finished = world.run(world.rollback("b1", "recall fell"));

        assertThat(finished.outcome()).isEqualTo(Outcome.STUCK);
        assertThat(finished.message()).contains("blue cannot serve", "gone from the registry");
        assertThat(world.liveColour()).isEqualTo("green");
    }

    @Test
    void shouldNotGoBackToSomethingElseThanWhatServed() throws IOException {
        world.run(world.deployer(World.request("r2")));
        FakeCluster.Workload blue = cluster.workload("fraud-blue");
        blue.resource =
                blue.resource.with(List.of(Map.of("image", "edited:1")), "spec", "template", "spec", "containers");

        assertThat(world.run(world.rollback("b1", "recall fell")).message())
                .contains("Deployment fraud-blue has the image edited:1, not registry.example/fraud:r1");
    }

    @Test
    void shouldSayThatItWasDoneAlready() throws IOException {
        world.run(world.deployer(World.request("r2")));
        world.run(world.rollback("b1", "recall fell"));

        assertThat(world.run(world.rollback("b2", "again")).message()).contains("blue", "recall fell");
        assertThat(world.liveColour()).isEqualTo("blue");
    }

    @Test
    void shouldRefuseWhereThereIsNothingToGoBackTo() {
        assertThatThrownBy(() -> world.run(world.rollback("b1", "bad")))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("blue (registry.example/fraud:r1) is the first release");
    }

    @Test
    void shouldRefuseWhileAReleaseHasNotSwitched() throws IOException {
        world.runTo(world.deployer(World.request("r2")), State.VERIFYING);

        assertThatThrownBy(() -> world.run(world.rollback("b1", "bad")))
                .hasMessageContaining("The release r2 by job/r2 is verifying and has not switched: blue")
                .hasMessageContaining("Abort that release");
    }

    @Test
    void shouldRefuseAfterTheOldColourWasGivenToADiscardedRelease() throws IOException {
        world.run(world.deployer(World.request("r2")));
        Deployer third = world.deployer(World.request("r3"));
        world.runTo(third, State.VERIFYING);
        third.discard("no", "ann");
        world.run(third);

        assertThatThrownBy(() -> world.run(world.rollback("b1", "bad")))
                .hasMessageContaining("was given to the release r3, which was discarded (no)");
    }

    @Test
    void shouldNotWaitForTheBuildThatWatches() throws IOException {
        Deployer deployer = world.deployer(World.request("r2")
                .with(new Observation(Duration.ofHours(1), Duration.ofSeconds(10), 1, 3, List.of())));
        deployer.promote("");
        world.runTo(deployer, State.OBSERVING);

        world.rollback("b1", "bad").step(world.now);

        assertThat(world.liveColour()).isEqualTo("blue");
    }

    /** Each request in turn fails, or its answer is lost. */
    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "UNAVAILABLE", "THROTTLED", "CONFLICT"})
    void shouldGoBackWhicheverRequestFails(ClusterException.Problem problem) throws IOException {
        int calls = Integer.MAX_VALUE;
        for (int fatal = 1; fatal <= calls; fatal++) {
            for (boolean lost : new boolean[] {false, true}) {
                World disturbed = new World();
                disturbed.run(disturbed.deployer(World.request("r1")));
                disturbed.run(disturbed.deployer(World.request("r2")));
                int[] made = {0};
                int number = fatal;
                Interrupted.Hook hook = call -> {
                    if (++made[0] == number) {
                        throw FakeCluster.problem(problem, call + " failed");
                    }
                };
                Interrupted.Hook none = call -> {};
                Cluster shaky = Interrupted.cluster(disturbed.cluster, lost ? none : hook, lost ? hook : none);

                Progress.Finished finished = disturbed.run(new Rollback(
                        shaky,
                        new RollbackRequest(World.APP, World.author("b"), "recall fell", World.TIMING),
                        ReleaseListener.SILENT));

                assertThat(finished.outcome())
                        .as("request %s, %s", fatal, lost ? "lost" : "failed")
                        .isEqualTo(Outcome.ROLLED_BACK);
                assertThat(disturbed.liveColour()).isEqualTo("blue");
                calls = made[0];
            }
        }
        assertThat(calls).isGreaterThan(10);
    }
}

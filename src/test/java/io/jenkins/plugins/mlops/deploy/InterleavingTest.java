package io.jenkins.plugins.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.deploy.ClusterException.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens in whatever order, the live Service selects pods that were all ready when it was switched. */
class InterleavingTest {

    enum Event {
        STEP_FIRST,
        STEP_SECOND,
        STEP_ROLLBACK,
        PROMOTE_FIRST,
        PROMOTE_SECOND,
        DISCARD_FIRST,
        DISCARD_SECOND,
        RESTART_FIRST,
        RESTART_SECOND,
        NEXT_RELEASE,
        NEXT_ROLLBACK,
        CONTROLLERS_ACT,
        A_POD_FAILS,
        PODS_CRASH,
        PODS_RECOVER,
        API_SERVER_FAILS,
        ANSWER_IS_LOST,
        METRICS_ARE_BAD,
        METRICS_ARE_GOOD,
        SECONDS_PASS,
        MINUTES_PASS
    }

    /** Two builds, somebody who rolls back, and a cluster that fails as it likes. */
    private static final class Story {
        private final World world = new World();
        private int failing;
        private int losing;
        private int releases = 2;
        private int rollbacks = 1;
        private boolean good = true;
        private int switches;
        private ReleaseRequest firstRequest = request(1);
        private ReleaseRequest secondRequest = request(2);
        private Deployer first = deployer(firstRequest);
        private Deployer second = deployer(secondRequest);
        private Rollback rollback = rollback(1);

        Story() {
            world.cluster.quick = false;
            world.cluster.guard = (seen, selector) -> {
                switches++;
                FakeCluster.Workload target = world.cluster.workload("fraud-" + selector.get(AppNames.COLOUR));
                assertThat(target).as("what %s selects", selector).isNotNull();
                assertThat(target.isReady())
                        .as("replicas of %s when it is switched to", selector)
                        .isTrue();
            };
        }

        private static ReleaseRequest request(int number) {
            return World.request("r" + number)
                    .with(new Observation(
                            Duration.ofSeconds(20),
                            Duration.ofSeconds(5),
                            1,
                            2,
                            List.of(new Observation.Check(
                                    "errors", Optional.empty(), Optional.of(new BigDecimal("0.1"))))));
        }

        private Cluster shaky() {
            return Interrupted.cluster(
                    world.cluster,
                    call -> {
                        if (failing > 0) {
                            failing--;
                            throw FakeCluster.problem(Problem.UNAVAILABLE, call + " answered 503");
                        }
                    },
                    call -> {
                        if (losing > 0) {
                            losing--;
                            throw FakeCluster.problem(Problem.UNREACHABLE, "the answer to " + call + " was lost");
                        }
                    });
        }

        private Deployer deployer(ReleaseRequest request) {
            return new Deployer(
                    shaky(),
                    query -> List.of(good ? BigDecimal.ZERO : BigDecimal.ONE),
                    request,
                    ReleaseListener.SILENT);
        }

        private Rollback rollback(int number) {
            return new Rollback(
                    shaky(),
                    new RollbackRequest(World.APP, World.author("back" + number), "bad", World.TIMING),
                    ReleaseListener.SILENT);
        }

        void happen(Event event) {
            switch (event) {
                case STEP_FIRST -> step(first);
                case STEP_SECOND -> step(second);
                case STEP_ROLLBACK -> step(rollback);
                case PROMOTE_FIRST -> first.promote("ann");
                case PROMOTE_SECOND -> second.promote("bob");
                case DISCARD_FIRST -> first.discard("no", "ann");
                case DISCARD_SECOND -> second.discard("no", "bob");
                case RESTART_FIRST -> first = deployer(firstRequest);
                case RESTART_SECOND -> second = deployer(secondRequest);
                case NEXT_RELEASE -> {
                    firstRequest = secondRequest;
                    first = second;
                    secondRequest = request(++releases);
                    second = deployer(secondRequest);
                }
                case NEXT_ROLLBACK -> rollback = rollback(++rollbacks);
                case CONTROLLERS_ACT -> world.cluster.settle();
                case A_POD_FAILS ->
                    world.cluster
                            .workloads
                            .values()
                            .forEach(workload -> workload.ready = Math.max(0, workload.ready - 1));
                case PODS_CRASH ->
                    world.cluster.workloads.values().forEach(workload -> workload.waiting = "CrashLoopBackOff");
                case PODS_RECOVER -> world.cluster.workloads.values().forEach(workload -> workload.waiting = "");
                case API_SERVER_FAILS -> failing = 2;
                case ANSWER_IS_LOST -> losing = 1;
                case METRICS_ARE_BAD -> good = false;
                case METRICS_ARE_GOOD -> good = true;
                case SECONDS_PASS -> world.now = world.now.plusSeconds(7);
                case MINUTES_PASS -> world.now = world.now.plusSeconds(150);
            }
        }

        private void step(Steps steps) {
            try {
                steps.step(world.now);
            } catch (DeployException e) {
                assertThat(e).hasMessageNotContaining("by hand");
            }
        }

        /** All is well again, and the last build is left to itself. */
        void comeToRest() throws IOException {
            failing = 0;
            losing = 0;
            good = true;
            world.cluster.quick = true;
            world.cluster.workloads.values().forEach(workload -> workload.waiting = "");
            world.cluster.settle();
            secondRequest = request(++releases);
            assertThat(world.run(deployer(secondRequest)).outcome()).isEqualTo(Outcome.PROMOTED);
        }
    }

    @Provide
    Arbitrary<List<Event>> stories() {
        return Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.of(Event.STEP_FIRST, Event.STEP_SECOND, Event.CONTROLLERS_ACT)),
                        Tuple.of(3, Arbitraries.of(Event.PROMOTE_FIRST, Event.PROMOTE_SECOND, Event.SECONDS_PASS)),
                        Tuple.of(2, Arbitraries.of(Event.values())))
                .list()
                .ofMinSize(20)
                .ofMaxSize(150);
    }

    @Property(tries = 500)
    void shouldOnlyEverSelectPodsThatWereAllReady(@ForAll("stories") List<Event> events) throws IOException {
        Story story = new Story();

        events.forEach(story::happen);
        story.comeToRest();

        Map<String, String> selector =
                story.world.cluster.services.get(World.APP).selector();
        assertThat(story.world
                        .cluster
                        .workload("fraud-" + selector.get(AppNames.COLOUR))
                        .isReady())
                .isTrue();
        assertThat(story.switches).isPositive();
    }
}

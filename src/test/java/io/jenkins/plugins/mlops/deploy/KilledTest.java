package io.jenkins.plugins.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.deploy.ClusterException.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Killed after any request, and carried on by another one that knows the request only: the cluster comes out as if nothing had happened. */
class KilledTest {

    /** What a release is to do on top of one that serves. */
    private enum Course {
        PROMOTED(List.of(BigDecimal.ZERO), true),
        ROLLED_BACK(List.of(BigDecimal.ONE), true),
        DISCARDED(List.of(), false);

        private final List<BigDecimal> metrics;
        private final boolean yes;

        Course(List<BigDecimal> metrics, boolean yes) {
            this.metrics = metrics;
            this.yes = yes;
        }
    }

    private static ReleaseRequest request(String id) {
        return World.request(id)
                .with(new Smoke("GET", "/", "", "text/plain", 200, "ok", Duration.ofSeconds(10)))
                .with(new Observation(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        1,
                        2,
                        List.of(new Observation.Check(
                                "errors", Optional.empty(), Optional.of(new BigDecimal("0.5"))))));
    }

    private static void run(World world, Cluster cluster, ReleaseRequest request, Course course) throws IOException {
        Deployer deployer = world.deployer(cluster, request, query -> course.metrics);
        try {
            new Driver(world.clock, time -> world.now = world.now.plus(time), progress -> {}).run(deployer, () -> {
                if (course.yes) {
                    deployer.promote("ann");
                } else {
                    deployer.discard("not good enough", "ann");
                }
                return true;
            });
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static World served() throws IOException {
        World world = new World();
        run(world, world.cluster, request("r1"), Course.PROMOTED);
        return world;
    }

    /** Everything but times, versions, and in how many pieces a Deployment came about. */
    private static Map<String, Object> state(World world) {
        Map<String, Object> state = new LinkedHashMap<>();
        world.cluster.services.forEach((name, service) -> {
            state.put("selector of " + name, new TreeMap<>(service.selector()));
            Map<String, String> annotations = new TreeMap<>();
            service.annotations()
                    .forEach((key, value) ->
                            annotations.put(key, value.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")));
            state.put("annotations of " + name, annotations);
            state.put("labels of " + name, new TreeMap<>(service.labels()));
        });
        world.cluster.workloads.forEach((name, workload) ->
                state.put(name, workload.resource.without("spec", "replicas") + " x " + workload.desired));
        state.put("others", world.cluster.others);
        state.put("holder", world.cluster.leases.get("fraud-deploy").holder());
        world.cluster.events.forEach((name, event) -> state.put(
                "event " + name,
                event.reason() + event.message().replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")));
        return state;
    }

    @TestFactory
    Stream<DynamicTest> shouldComeOutTheSame() throws IOException {
        Stream.Builder<DynamicTest> tests = Stream.builder();
        for (Course course : Course.values()) {
            World undisturbed = served();
            int[] calls = {0};
            run(
                    undisturbed,
                    Interrupted.cluster(undisturbed.cluster, call -> {}, call -> calls[0]++),
                    request("r2"),
                    course);
            assertThat(undisturbed.release().orElseThrow().outcome())
                    .map(Outcome::name)
                    .contains(course.name());
            Map<String, Object> expected = state(undisturbed);
            for (int death = 1; death <= calls[0]; death++) {
                int fatal = death;
                tests.add(DynamicTest.dynamicTest(
                        course + ", killed after request " + fatal + " of " + calls[0],
                        () -> shouldComeOutTheSameKilledAfter(fatal, course, expected)));
                tests.add(DynamicTest.dynamicTest(
                        course + ", the answer to request " + fatal + " lost",
                        () -> shouldComeOutTheSameWithoutAnswer(fatal, course, expected)));
            }
        }
        return tests.build();
    }

    private static void shouldComeOutTheSameKilledAfter(int fatal, Course course, Map<String, Object> expected)
            throws IOException {
        World world = served();
        int[] calls = {0};
        Cluster deadly = Interrupted.cluster(world.cluster, call -> {}, call -> {
            if (++calls[0] == fatal) {
                throw new Interrupted.Killed();
            }
        });
        try {
            run(world, deadly, request("r2"), course);
        } catch (Interrupted.Killed e) {
            run(world, world.cluster, request("r2"), course);
        }
        assertThat(state(world)).isEqualTo(expected);
    }

    private static void shouldComeOutTheSameWithoutAnswer(int lost, Course course, Map<String, Object> expected)
            throws IOException {
        World world = served();
        int[] calls = {0};
        Cluster lossy = Interrupted.cluster(world.cluster, call -> {}, call -> {
            if (++calls[0] == lost) {
                throw FakeCluster.problem(Problem.UNREACHABLE, "no answer to " + call);
            }
        });
        run(world, lossy, request("r2"), course);
        assertThat(state(world)).isEqualTo(expected);
    }
}

package io.jenkins.plugins.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The new colour is watched before it serves. */
class WatchedPreviewTest {

    /** What Prometheus says at one look. */
    enum Answer {
        GOOD(List.of(new BigDecimal("0.01"))),
        BAD(List.of(BigDecimal.ONE)),
        NONE(List.of());

        private final List<BigDecimal> values;

        Answer(List<BigDecimal> values) {
            this.values = values;
        }
    }

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final World world = new World();

    private static ReleaseRequest request(String id, int failures, int silences) {
        return World.request(id)
                .with(new Observation(
                        Duration.ZERO,
                        INTERVAL,
                        failures,
                        silences,
                        List.of(new Observation.Check(
                                "errors", Optional.empty(), Optional.of(new BigDecimal("0.05"))))))
                .withWatchPreview(true);
    }

    private Deployer previewed(ReleaseRequest request, Prometheus prometheus) throws IOException {
        world.run(world.deployer(World.request("r1")));
        Deployer deployer = world.deployer(world.cluster, request, prometheus);
        world.runTo(deployer, State.VERIFYING);
        return deployer;
    }

    @Test
    void shouldLookWhileItWaitsForADecision() throws IOException {
        int[] looks = {0};
        Deployer deployer = previewed(request("r2", 1, 3), query -> {
            looks[0]++;
            return Answer.GOOD.values;
        });

        Progress.AwaitingApproval waiting = (Progress.AwaitingApproval) deployer.step(world.now);
        deployer.step(world.now.plusSeconds(2));

        assertThat(waiting.again()).isEqualTo(INTERVAL);
        assertThat(looks[0]).isEqualTo(1);

        deployer.step(world.now.plus(INTERVAL));
        assertThat(looks[0]).isEqualTo(2);
    }

    @Test
    void shouldDiscardWhileNobodyHasDecided() throws IOException {
        boolean[] bad = {false};
        Deployer deployer = previewed(request("r2", 1, 3), query -> bad[0] ? Answer.BAD.values : Answer.GOOD.values);
        assertThat(deployer.step(world.now)).isInstanceOf(Progress.AwaitingApproval.class);
        bad[0] = true;
        world.now = world.now.plus(INTERVAL);

        assertThat(deployer.step(world.now).state()).isEqualTo(State.DISCARDING);
        deployer.promote("ann");

        Progress.Finished finished = world.run(deployer);
        assertThat(finished.outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(finished.message()).endsWith("is discarded: errors is 1, above 0.05");
        assertThat(world.liveColour()).isEqualTo("blue");
        assertThat(world.cluster.workload("fraud-green")).isNull();
    }

    @Test
    void shouldDiscardWhenPodsCrashWhileNobodyHasDecided() throws IOException {
        Deployer deployer = previewed(request("r2", 1, 3), query -> Answer.GOOD.values);
        deployer.step(world.now);
        world.cluster.workload("fraud-green").ready = 1;
        world.cluster.workload("fraud-green").waiting = "CrashLoopBackOff";
        world.now = world.now.plus(INTERVAL);

        assertThat(deployer.step(world.now).message()).contains("has ended 4 times");
    }

    @Test
    void shouldSwitchOnlyOnceALookHasPassed() throws IOException {
        Answer[] answer = {Answer.NONE};
        Deployer deployer = previewed(request("r2", 1, 3), query -> answer[0].values);
        deployer.promote("ann");

        Progress progress = deployer.step(world.now);

        assertThat(progress.state()).isEqualTo(State.VERIFYING);
        assertThat(progress.message())
                .isEqualTo("before the switch a look has to pass: Prometheus has no value for errors; looking again");
        assertThat(world.liveColour()).isEqualTo("blue");

        answer[0] = Answer.GOOD;
        assertThat(world.run(deployer).outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(world.liveColour()).isEqualTo("green");
    }

    @Test
    void shouldLookAgainAfterARestart() throws IOException {
        previewed(request("r2", 1, 3), query -> Answer.GOOD.values).step(world.now);
        Deployer carriedOn = world.deployer(world.cluster, request("r2", 1, 3), query -> Answer.BAD.values);
        carriedOn.promote("ann");

        assertThat(world.run(carriedOn).outcome()).isEqualTo(Outcome.DISCARDED);
    }

    @Test
    void shouldNotLookWhereNobodyAskedForIt() throws IOException {
        Deployer deployer = previewed(request("r2", 1, 3).withWatchPreview(false), query -> {
            throw new AssertionError("asked " + query);
        });
        deployer.step(world.now);
        deployer.promote("ann");

        assertThat(world.run(deployer).outcome()).isEqualTo(Outcome.PROMOTED);
    }

    /** The rules of failures and silences in a row, told once more and simply. */
    private static Outcome expected(List<Answer> answers, int failures, int silences, Instant start, Instant decided) {
        int failed = 0;
        int silent = 0;
        Instant now = start;
        for (Answer answer : answers) {
            if (answer == Answer.BAD && ++failed == failures || answer == Answer.NONE && ++silent == silences) {
                return Outcome.DISCARDED;
            }
            if (answer == Answer.GOOD) {
                failed = 0;
                silent = 0;
                // The yes counts before the next look.
                if (now.plus(INTERVAL).isAfter(decided)) {
                    return Outcome.PROMOTED;
                }
            }
            now = now.plus(INTERVAL);
        }
        return Outcome.PROMOTED;
    }

    @Property(tries = 300)
    void shouldHoldTheRulesWhateverIsAnsweredAndWheneverItIsDecided(
            @ForAll @Size(max = 12) List<Answer> answers,
            @ForAll @IntRange(min = 1, max = 3) int failures,
            @ForAll @IntRange(min = 1, max = 3) int silences,
            @ForAll @IntRange(max = 70) int decidedAfter)
            throws IOException {
        World world = new World();
        world.run(world.deployer(World.request("r1")));
        int[] looks = {0};
        Answer[] newest = {Answer.NONE};
        Deployer deployer = world.deployer(world.cluster, request("r2", failures, silences), query -> {
            newest[0] = looks[0] < answers.size() ? answers.get(looks[0]) : Answer.GOOD;
            looks[0]++;
            return newest[0].values;
        });
        world.cluster.guard = (seen, selector) -> assertThat(newest[0])
                .as("the newest look when it is switched to %s", selector)
                .isEqualTo(Answer.GOOD);
        world.runTo(deployer, State.VERIFYING);
        Instant start = world.now;
        Instant decided = start.plusSeconds(decidedAfter);

        Progress progress = deployer.step(world.now);
        while (!(progress instanceof Progress.Finished)) {
            if (progress.state() == State.VERIFYING) {
                world.now = world.now.plusSeconds(1);
                if (!world.now.isBefore(decided)) {
                    deployer.promote("ann");
                }
            } else {
                world.now = world.now.plusSeconds(30);
            }
            progress = deployer.step(world.now);
        }

        assertThat(((Progress.Finished) progress).outcome())
                .isEqualTo(expected(answers, failures, silences, start, decided));
    }
}

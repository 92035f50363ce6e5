package io.jenkins.plugins.mlops.release;

import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Provenance;
import io.jenkins.plugins.mlops.deploy.ReleaseRecord;
import io.jenkins.plugins.mlops.deploy.Side;
import io.jenkins.plugins.mlops.deploy.State;
import io.jenkins.plugins.mlops.deploy.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A release as the engine tells of it, state after state; texts are as the test wants them. */
final class Told {

    static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    static final String OLD = "registry.example/fraud@sha256:" + "a".repeat(64);
    static final String NEW = "registry.example/fraud@sha256:" + "b".repeat(64);

    private final String id;
    private final List<ReleaseRecord.Moment> timeline = new ArrayList<>();
    private Side from = side("blue", OLD);
    private Provenance provenance =
            new Provenance("https://jenkins.example/job/fraud/7/", "c".repeat(40), "d".repeat(32), "sha256:e");
    private String decidedBy = "";
    private String reason = "";
    private Instant now = START;

    Told(String id) {
        this.id = id;
    }

    static Side side(String colour, String image) {
        return new Side(
                colour,
                colour.equals("none") ? Optional.empty() : Optional.of("fraud-" + colour),
                Map.of("mlops.jenkins.io/colour", colour),
                2,
                image);
    }

    Told first() {
        from = side("none", "");
        return this;
    }

    Told madeFrom(Provenance known) {
        provenance = known;
        return this;
    }

    Told decidedBy(String who) {
        decidedBy = who;
        return this;
    }

    Told because(String why) {
        reason = why;
        return this;
    }

    /** A quarter of a minute after the state before. */
    Transition enter(State state, String message) {
        return transition(state, Optional.empty(), message);
    }

    Transition end(Outcome outcome, String message) {
        return transition(State.IDLE, Optional.of(outcome), message);
    }

    private Transition transition(State state, Optional<Outcome> outcome, String message) {
        timeline.add(new ReleaseRecord.Moment(state, now));
        boolean switched = outcome.isPresent()
                ? outcome.get() == Outcome.PROMOTED || outcome.get() == Outcome.STUCK
                : state == State.OBSERVING || state == State.RETIRING;
        Transition told = new Transition(
                now,
                state,
                "fraud #7",
                message,
                new ReleaseRecord(
                        new ReleaseRecord.Plan(id, "inputs", from, side("green", NEW), "fraud #7", provenance),
                        state,
                        now,
                        switched,
                        reason,
                        decidedBy,
                        outcome,
                        Optional.empty(),
                        timeline));
        now = now.plusSeconds(15);
        return told;
    }
}

package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the cluster keeps of the newest release of an app.
 *
 * @param id who carries the release on has to name it
 * @param inputs a hash of what is released, so that nobody carries it on with something else
 * @param since when the state began
 * @param from what served before
 * @param to the new colour
 * @param switched whether the live Service selects {@code to}
 * @param by who released
 * @param reason why it was discarded or rolled back; else empty
 * @param decidedBy who let it pass or sent it back; empty where nobody was asked
 * @param outcome present once the release has ended
 * @param until when the wait of the state is over, if it has one
 * @param timeline every state since the release began, oldest first
 */
public record ReleaseRecord(
        String id,
        String inputs,
        State state,
        Instant since,
        Side from,
        Side to,
        boolean switched,
        String by,
        String reason,
        String decidedBy,
        Optional<Outcome> outcome,
        Optional<Instant> until,
        Provenance provenance,
        List<Moment> timeline) {

    /** A state and when it began. */
    public record Moment(State state, Instant at) {}

    public ReleaseRecord {
        timeline = List.copyOf(timeline);
    }

    static ReleaseRecord begin(
            String id, String inputs, Side from, Side to, String by, Provenance provenance, Instant now) {
        return new ReleaseRecord(
                id,
                inputs,
                State.DEPLOYING,
                now,
                from,
                to,
                false,
                by,
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                provenance,
                List.of(new Moment(State.DEPLOYING, now)));
    }

    /** What the live Service has to select while this record stands. */
    public Side live() {
        return switched ? to : from;
    }

    /** What it does not select. */
    Side spare() {
        return switched ? from : to;
    }

    public boolean isFinished() {
        return state == State.IDLE;
    }

    ReleaseRecord enter(State next, Instant now) {
        List<Moment> moments = new ArrayList<>(timeline);
        moments.add(new Moment(next, now));
        return new ReleaseRecord(
                id,
                inputs,
                next,
                now,
                from,
                to,
                switched,
                by,
                reason,
                decidedBy,
                Optional.empty(),
                Optional.empty(),
                provenance,
                moments);
    }

    ReleaseRecord finish(Outcome how, Instant now) {
        ReleaseRecord idle = enter(State.IDLE, now);
        return new ReleaseRecord(
                id,
                inputs,
                idle.state,
                now,
                from,
                to,
                switched,
                by,
                reason,
                decidedBy,
                Optional.of(how),
                Optional.empty(),
                provenance,
                idle.timeline);
    }

    /** The live Service selects {@code to}, or {@code from} again. */
    ReleaseRecord select(boolean theNewOne) {
        return new ReleaseRecord(
                id,
                inputs,
                state,
                since,
                from,
                to,
                theNewOne,
                by,
                reason,
                decidedBy,
                outcome,
                until,
                provenance,
                timeline);
    }

    ReleaseRecord because(String why) {
        return new ReleaseRecord(
                id, inputs, state, since, from, to, switched, by, why, decidedBy, outcome, until, provenance, timeline);
    }

    ReleaseRecord decidedBy(String who) {
        return new ReleaseRecord(
                id, inputs, state, since, from, to, switched, by, reason, who, outcome, until, provenance, timeline);
    }

    ReleaseRecord until(Instant end) {
        return new ReleaseRecord(
                id,
                inputs,
                state,
                since,
                from,
                to,
                switched,
                by,
                reason,
                decidedBy,
                outcome,
                Optional.of(end),
                provenance,
                timeline);
    }
}

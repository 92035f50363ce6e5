package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the cluster keeps of the newest release of an app.
 *
 * @param since when the state began
 * @param switched whether the live Service selects the new colour
 * @param reason why it was discarded or rolled back; else empty
 * @param decidedBy who let it pass or sent it back; empty where nobody was asked
 * @param outcome present once the release has ended
 * @param until when the wait of the state is over, if it has one
 * @param timeline every state since the release began, oldest first
 */
public record ReleaseRecord(
        Plan plan,
        State state,
        Instant since,
        boolean switched,
        String reason,
        String decidedBy,
        Optional<Outcome> outcome,
        Optional<Instant> until,
        List<Moment> timeline) {

    /** An annotation is no place for a whole log. */
    private static final int LONGEST_REASON = 2000;

    /**
     * What does not change while a release goes on.
     *
     * @param id who carries the release on has to name it
     * @param inputs a hash of what is released, so that nobody carries it on with something else
     * @param from what served before
     * @param to the new colour
     * @param by who released
     */
    public record Plan(String id, String inputs, Side from, Side to, String by, Provenance provenance) {}

    /** A state and when it began. */
    public record Moment(State state, Instant at) {}

    public ReleaseRecord {
        reason = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "..." : reason;
        timeline = List.copyOf(timeline);
    }

    static ReleaseRecord begin(Plan plan, Instant now) {
        return new ReleaseRecord(
                plan,
                State.DEPLOYING,
                now,
                false,
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(new Moment(State.DEPLOYING, now)));
    }

    public String id() {
        return plan.id();
    }

    String inputs() {
        return plan.inputs();
    }

    public Side from() {
        return plan.from();
    }

    public Side to() {
        return plan.to();
    }

    public String by() {
        return plan.by();
    }

    public Provenance provenance() {
        return plan.provenance();
    }

    /** What the live Service has to select while this record stands. */
    public Side live() {
        return switched ? to() : from();
    }

    /** @return when the live Service began to select the new colour */
    Optional<Instant> switchedAt() {
        return timeline.stream()
                .dropWhile(moment -> moment.state().isBeforeSwitch())
                .filter(moment -> switched)
                .map(Moment::at)
                .findFirst();
    }

    public boolean isFinished() {
        return state == State.IDLE;
    }

    /** Who decided, and why, stays; the wait of the last state does not. */
    ReleaseRecord enter(State next, Instant now) {
        return enter(next, Optional.empty(), now);
    }

    ReleaseRecord finish(Outcome how, Instant now) {
        return enter(State.IDLE, Optional.of(how), now);
    }

    private ReleaseRecord enter(State next, Optional<Outcome> how, Instant now) {
        List<Moment> moments = new ArrayList<>(timeline);
        moments.add(new Moment(next, now));
        return new ReleaseRecord(plan, next, now, switched, reason, decidedBy, how, Optional.empty(), moments);
    }

    /** The live Service selects the new colour, or the old one again. */
    ReleaseRecord select(boolean theNewOne) {
        return new ReleaseRecord(plan, state, since, theNewOne, reason, decidedBy, outcome, until, timeline);
    }

    ReleaseRecord because(String why) {
        return new ReleaseRecord(plan, state, since, switched, why, decidedBy, outcome, until, timeline);
    }

    ReleaseRecord decidedBy(String who) {
        return new ReleaseRecord(plan, state, since, switched, reason, who, outcome, until, timeline);
    }

    ReleaseRecord until(Instant end) {
        return new ReleaseRecord(plan, state, since, switched, reason, decidedBy, outcome, Optional.of(end), timeline);
    }
}

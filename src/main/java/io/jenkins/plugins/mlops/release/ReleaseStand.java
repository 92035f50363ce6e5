package io.jenkins.plugins.mlops.release;

import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Provenance;
import io.jenkins.plugins.mlops.deploy.ReleaseRecord;
import io.jenkins.plugins.mlops.deploy.Side;
import io.jenkins.plugins.mlops.deploy.State;
import java.util.Optional;

/**
 * What the cluster's record of a release said when this Jenkins was told of it last.
 *
 * @param release its id; a rollback has that of the release which it undoes
 * @param switched whether the live Service selected the new colour
 * @param by who released
 * @param approvedBy who let it pass; empty where nobody was asked, or nobody has answered yet
 * @param decidedBy who let it pass or sent it back; empty where nobody was asked
 * @param reason why it was discarded or rolled back; else empty
 */
record ReleaseStand(
        String release,
        State state,
        boolean switched,
        Place from,
        Place to,
        String by,
        String approvedBy,
        String decidedBy,
        String reason,
        Optional<Outcome> outcome,
        Provenance provenance) {

    /**
     * What serves or served.
     *
     * @param name of the colour, {@code adopted} or {@code none}
     * @param image empty where there is none, or none that is known
     */
    record Place(String name, String image) {
        static Place of(Side side) {
            return new Place(side.name(), side.image());
        }

        boolean isNone() {
            return name.equals("none");
        }
    }

    /** @param before what was known before: the record forgets who let pass what somebody sent back later */
    static ReleaseStand of(ReleaseRecord record, Optional<ReleaseStand> before) {
        boolean passed = record.state() == State.SWITCHING
                || record.state() == State.OBSERVING
                || record.state() == State.RETIRING
                || record.outcome().filter(Outcome.PROMOTED::equals).isPresent();
        return new ReleaseStand(
                record.id(),
                record.state(),
                record.switched(),
                Place.of(record.from()),
                Place.of(record.to()),
                record.by(),
                passed
                        ? record.decidedBy()
                        : before.map(ReleaseStand::approvedBy).orElse(""),
                record.decidedBy(),
                record.reason(),
                record.outcome(),
                record.provenance());
    }

    /** What the live Service selected. */
    Place live() {
        return switched ? to : from;
    }
}

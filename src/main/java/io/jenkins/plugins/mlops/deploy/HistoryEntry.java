package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;

/**
 * A release that has ended, or the rollback of one.
 *
 * @param release its id
 * @param from what served before, as {@link Side#name}
 * @param by who released
 * @param decidedBy who let it pass or sent it back; empty where nobody was asked
 * @param reason why it was discarded or rolled back; else empty
 */
public record HistoryEntry(
        Instant at,
        String release,
        Outcome outcome,
        String from,
        String to,
        String image,
        String previousImage,
        String by,
        String decidedBy,
        String reason) {

    static HistoryEntry of(ReleaseRecord release, Outcome outcome, Instant at) {
        return new HistoryEntry(
                at,
                release.id(),
                outcome,
                release.from().name(),
                release.to().name(),
                release.to().image(),
                release.from().image(),
                release.by(),
                release.decidedBy(),
                release.reason());
    }
}

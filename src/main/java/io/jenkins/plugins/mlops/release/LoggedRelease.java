package io.jenkins.plugins.mlops.release;

import io.jenkins.plugins.mlops.deploy.ReleaseRecord;
import io.jenkins.plugins.mlops.deploy.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a build knows of one release or rollback.
 *
 * @param asked present where it was begun by a person, and not by a step
 * @param entries the oldest first
 * @param stand empty before the first transition was told
 * @param end empty while it goes on
 */
record LoggedRelease(
        ReleaseSubject subject,
        Optional<Asked> asked,
        Instant begun,
        List<LogEntry> entries,
        Optional<ReleaseStand> stand,
        Optional<LogEnd> end) {

    /** Far above what a release tells; a page has to show them all. */
    private static final int MOST_ENTRIES = 500;

    private static final int LONGEST_MESSAGE = 2_000;

    LoggedRelease {
        entries = List.copyOf(entries);
    }

    static LoggedRelease begin(ReleaseSubject subject, Instant now) {
        return new LoggedRelease(subject, Optional.empty(), now, List.of(), Optional.empty(), Optional.empty());
    }

    static LoggedRelease begin(ReleaseSubject subject, Asked asked, Instant now) {
        return new LoggedRelease(subject, Optional.of(asked), now, List.of(), Optional.empty(), Optional.empty());
    }

    /** After a restart the same transition is told again; one that was written just before the controller was killed was told to nobody, but stands in the record. */
    LoggedRelease with(Transition transition) {
        List<LogEntry> known = new ArrayList<>(entries);
        for (ReleaseRecord.Moment moment : transition.release().timeline()) {
            // A rollback in another build has no part in how the release came about.
            if (!moment.at().isBefore(begun)) {
                LogEntry.Entered.put(known, new LogEntry.Entered(moment.at(), moment.state(), "", ""));
            }
        }
        LogEntry.Entered.put(
                known,
                new LogEntry.Entered(
                        transition.at(), transition.state(), transition.by(), shortened(transition.message())));
        known.sort(Comparator.comparing(LogEntry::at));
        return new LoggedRelease(
                subject, asked, begun, newest(known), Optional.of(ReleaseStand.of(transition.release(), stand)), end);
    }

    LoggedRelease withNotice(String message, Instant now) {
        String text = shortened(message);
        if (entries.stream()
                .anyMatch(entry ->
                        entry instanceof LogEntry.Noticed && entry.message().equals(text))) {
            return this;
        }
        List<LogEntry> known = new ArrayList<>(entries);
        known.add(new LogEntry.Noticed(now, text));
        return new LoggedRelease(subject, asked, begun, newest(known), stand, end);
    }

    /** The first end stays, unless it was a failure and somebody has carried it on since. */
    LoggedRelease withEnd(LogEnd ending) {
        return end.isPresent()
                        && (end.get().outcome().isPresent() || ending.outcome().isEmpty())
                ? this
                : new LoggedRelease(
                        subject,
                        asked,
                        begun,
                        entries,
                        stand,
                        Optional.of(new LogEnd(ending.at(), ending.outcome(), shortened(ending.message()))));
    }

    private static List<LogEntry> newest(List<LogEntry> all) {
        return all.subList(Math.max(0, all.size() - MOST_ENTRIES), all.size());
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) + "…" : text;
    }
}

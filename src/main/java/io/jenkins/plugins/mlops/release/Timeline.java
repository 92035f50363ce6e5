package io.jenkins.plugins.mlops.release;

import io.jenkins.plugins.mlops.deploy.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What happened to a release, from whoever told it: its step and the rollbacks that people asked for see the same transitions. */
final class Timeline {

    private Timeline() {}

    static List<TimelineRow> of(KeptRelease release) {
        List<LogEntry> entries = entries(release);
        List<TimelineRow> rows = new ArrayList<>();
        for (LogEntry entry : entries) {
            rows.add(
                    entry instanceof LogEntry.Entered entered
                            ? new TimelineRow(
                                    TimelineRow.Kind.STATE,
                                    entered.at(),
                                    Optional.of(entered.state()),
                                    lasted(entered, entries),
                                    entered.by(),
                                    entered.message())
                            : row(TimelineRow.Kind.NOTICE, entry.at(), "", entry.message()));
        }
        List<LoggedRelease> logs = new ArrayList<>(List.of(release.step()));
        logs.addAll(release.rollbacks());
        for (LoggedRelease log : logs) {
            log.asked()
                    .ifPresent(asked -> rows.add(row(TimelineRow.Kind.ASKED, log.begun(), asked.by(), asked.reason())));
            log.end()
                    .filter(end -> end.outcome().isEmpty())
                    .ifPresent(end -> rows.add(row(TimelineRow.Kind.FAILURE, end.at(), "", end.message())));
        }
        rows.sort(Comparator.comparingLong(TimelineRow::getAt));
        return rows;
    }

    private static TimelineRow row(TimelineRow.Kind kind, Instant at, String by, String message) {
        return new TimelineRow(kind, at, Optional.empty(), Optional.empty(), by, message);
    }

    private static List<LogEntry> entries(KeptRelease release) {
        // What both have seen was done by the rollback.
        List<LoggedRelease> logs = new ArrayList<>(release.rollbacks());
        logs.add(release.step());
        List<LogEntry> all = new ArrayList<>();
        for (LoggedRelease log : logs) {
            for (LogEntry entry : log.entries()) {
                if (entry instanceof LogEntry.Entered entered) {
                    LogEntry.Entered.put(all, entered);
                } else {
                    all.add(entry);
                }
            }
        }
        all.sort(Comparator.comparing(LogEntry::at));
        return all;
    }

    private static Optional<Duration> lasted(LogEntry.Entered entered, List<LogEntry> entries) {
        if (entered.state() == State.IDLE) {
            return Optional.empty();
        }
        return entries.stream()
                .filter(LogEntry.Entered.class::isInstance)
                .map(LogEntry::at)
                .filter(at -> at.isAfter(entered.at()))
                .findFirst()
                .map(next -> Duration.between(entered.at(), next));
    }
}

package io.jenkins.plugins.mlops.build;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * How a person answered an {@code input} of the run.
 *
 * @param node id of the input's flow node
 * @param message what was asked
 * @param outcome what came of it
 * @param by id of the user; empty where the answer came from nobody, such as a timeout
 * @param comment what the person said; empty where nothing
 * @param evidence the digest of the report that the person had in view; empty where the answer was given on another page
 */
@ExportedBean(defaultVisibility = 3)
public record Decision(
        String node, String message, Outcome outcome, String by, Instant at, String comment, String evidence) {

    public enum Outcome {
        PROCEEDED,
        ABORTED
    }

    /** The same decision, with what either knows. */
    Decision plus(Decision other) {
        return new Decision(
                node,
                message.isEmpty() ? other.message : message,
                outcome,
                by.isEmpty() ? other.by : by,
                at,
                comment.isEmpty() ? other.comment : comment,
                evidence.isEmpty() ? other.evidence : evidence);
    }

    public boolean isProceeded() {
        return outcome == Outcome.PROCEEDED;
    }

    /** For people, in the universal time that everybody who reads it can agree on. */
    public String getTime() {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Exported
    public String getMessage() {
        return message;
    }

    @Exported
    public String getOutcome() {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    @Exported
    public String getBy() {
        return by;
    }

    /** Milliseconds since 1970, as Jenkins' own times. */
    @Exported
    public long getAt() {
        return at.toEpochMilli();
    }

    @Exported
    public String getComment() {
        return comment;
    }

    @Exported
    public String getEvidence() {
        return evidence;
    }
}

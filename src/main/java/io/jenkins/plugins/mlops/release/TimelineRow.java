package io.jenkins.plugins.mlops.release;

import hudson.Util;
import io.jenkins.plugins.mlops.deploy.State;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A line of the timeline of a release, as a page and the remote API show it. */
@ExportedBean(defaultVisibility = 4)
public final class TimelineRow {

    /** What a line is about. */
    enum Kind {
        STATE("state", "●"),
        NOTICE("notice", "!"),
        /** A person has asked for a rollback. */
        ASKED("asked", "↶"),
        /** It could not be carried on. */
        FAILURE("failure", "✗");

        private final String word;
        private final String sign;

        Kind(String word, String sign) {
            this.word = word;
            this.sign = sign;
        }
    }

    private final Kind kind;
    private final Instant at;
    private final Optional<State> state;
    private final Optional<Duration> duration;
    private final String by;
    private final String message;

    TimelineRow(Kind kind, Instant at, Optional<State> state, Optional<Duration> duration, String by, String message) {
        this.kind = kind;
        this.at = at;
        this.state = state;
        this.duration = duration;
        this.by = by;
        this.message = message;
    }

    /** {@code state}, {@code notice}, {@code asked} or {@code failure}. */
    @Exported
    public String getKind() {
        return kind.word;
    }

    public String getSign() {
        return kind.sign;
    }

    /** What happened, in a word or two. */
    public String getTitle() {
        return switch (kind) {
            case STATE -> title(state.orElseThrow());
            case NOTICE -> Messages.TimelineRow_notice();
            case ASKED -> Messages.TimelineRow_asked();
            case FAILURE -> Messages.TimelineRow_failure();
        };
    }

    private static String title(State state) {
        return switch (state) {
            case IDLE -> Messages.TimelineRow_idle();
            case DEPLOYING -> Messages.TimelineRow_deploying();
            case VERIFYING -> Messages.TimelineRow_verifying();
            case SWITCHING -> Messages.TimelineRow_switching();
            case OBSERVING -> Messages.TimelineRow_observing();
            case RETIRING -> Messages.TimelineRow_retiring();
            case DISCARDING -> Messages.TimelineRow_discarding();
            case ROLLING_BACK -> Messages.TimelineRow_rollingBack();
        };
    }

    /** Null where it is about none. */
    @Exported
    public String getState() {
        return state.map(State::toString).orElse(null);
    }

    /** Milliseconds since 1970, as Jenkins' own times. */
    @Exported
    public long getAt() {
        return at.toEpochMilli();
    }

    /** For people, in the universal time that everybody who reads it can agree on. */
    public String getTime() {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** How long the state lasted; null for the last one, and where it is about none. */
    @Exported
    public Double getSeconds() {
        return duration.map(time -> time.toMillis() / 1000.0).orElse(null);
    }

    /** For people; empty as {@link #getSeconds}. */
    public String getLasted() {
        return duration.map(time -> Util.getTimeSpanString(time.toMillis())).orElse("");
    }

    /** Name of the job and build, or id of the user; empty where it is not known. */
    @Exported
    public String getBy() {
        return by;
    }

    @Exported
    public String getMessage() {
        return message;
    }

    /** For people. */
    public String getShortMessage() {
        return Digests.shortened(message);
    }

    boolean isState() {
        return kind == Kind.STATE;
    }
}

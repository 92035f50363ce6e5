package io.jenkins.plugins.mlops.deploy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The API server could not do what it was asked for. The message says what was tried and why it failed. */
public class ClusterException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure, as far as it makes a difference. */
    public enum Problem {
        /** No answer: no connection, or none in time. */
        UNREACHABLE(true),
        /** The API server, or what stands before it, failed. */
        UNAVAILABLE(true),
        /** Too many requests. */
        THROTTLED(true),
        /** Somebody else was faster. */
        CONFLICT(true),
        /** Another field manager owns a field. */
        FIELD_CONFLICT(false),
        NOT_FOUND(false),
        /** Not, or no longer, logged in. */
        UNAUTHORIZED(false),
        FORBIDDEN(false),
        QUOTA(false),
        /** The API server does not take the object. */
        INVALID(false),
        OTHER(false);

        private final boolean passing;

        Problem(boolean passing) {
            this.passing = passing;
        }
    }

    private final Problem problem;
    private final transient Optional<Duration> retryAfter;

    public ClusterException(Problem problem, String message, Throwable cause) {
        this(problem, message, Optional.empty(), cause);
    }

    /** @param retryAfter how long the API server asked to be left alone */
    public ClusterException(Problem problem, String message, Optional<Duration> retryAfter, Throwable cause) {
        super(message, cause);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public Problem problem() {
        return problem;
    }

    /** Whether the same request may well succeed later. */
    public boolean isTransient() {
        return problem.passing;
    }

    Optional<Duration> retryAfter() {
        return retryAfter == null ? Optional.empty() : retryAfter;
    }
}

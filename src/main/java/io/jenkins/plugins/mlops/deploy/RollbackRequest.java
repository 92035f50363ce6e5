package io.jenkins.plugins.mlops.deploy;

import java.util.Optional;

/**
 * @param author whose id is not that of any release
 * @param reason for the audit
 * @param undone id of the release that is to be undone, if no other will do; else the newest one is
 */
public record RollbackRequest(String app, Author author, String reason, Timing timing, Optional<String> undone) {
    public RollbackRequest {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a rollback needs a reason, for those who read the history");
        }
    }

    public RollbackRequest(String app, Author author, String reason, Timing timing) {
        this(app, author, reason, timing, Optional.empty());
    }
}

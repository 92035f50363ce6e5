package io.jenkins.plugins.mlops.deploy;

/**
 * @param author whose id is not that of any release
 * @param reason for the audit
 */
public record RollbackRequest(String app, Author author, String reason, Timing timing) {
    public RollbackRequest {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a rollback needs a reason, for those who read the history");
        }
    }
}

package io.jenkins.plugins.mlops.deploy;

/**
 * Who works on an app.
 *
 * @param id of the release or rollback; the same id carries on what was begun under it
 * @param name of the person or job, for the audit
 * @param holder of the lock: one running build or program, and no other
 */
public record Author(String id, String name, String holder) {
    public Author {
        if (id.isBlank() || name.isBlank() || holder.isBlank()) {
            throw new IllegalArgumentException("a release needs an id, a name and a holder of its lock");
        }
    }
}

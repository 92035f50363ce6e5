package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.util.List;

/** A pull served what it could, and this is what it could not. */
public final class PullException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    private final transient List<PullFailure> failures;
    private final transient PullResult served;

    PullException(List<PullFailure> failures, PullResult served) {
        super(message(failures));
        this.failures = List.copyOf(failures);
        this.served = served;
    }

    /** All of them, in order of path. */
    public List<PullFailure> failures() {
        return failures;
    }

    public PullResult served() {
        return served;
    }

    private static String message(List<PullFailure> failures) {
        StringBuilder text = new StringBuilder(256);
        text.append(
                failures.size() == 1 ? "1 file could not be pulled:" : failures.size() + " files could not be pulled:");
        for (PullFailure failure : failures.subList(0, Math.min(SHOWN, failures.size()))) {
            text.append("\n  ").append(failure.path()).append(": ").append(failure.problem());
        }
        if (failures.size() > SHOWN) {
            text.append("\n  and ").append(failures.size() - SHOWN).append(" more");
        }
        return text.toString();
    }
}

package io.jenkins.plugins.mlops.release;

import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.State;
import java.util.Locale;
import java.util.Optional;

/** What became of a release, as far as its build knows. The worst first. */
public enum ReleaseStatus {
    /** The new colour serves although it failed. */
    STUCK("fail", "✗") {
        @Override
        public String text() {
            return Messages.ReleaseStatus_stuck();
        }
    },
    /** Somebody has asked for a rollback, and it was not carried out. */
    NOT_ROLLED_BACK("fail", "✗") {
        @Override
        public String text() {
            return Messages.ReleaseStatus_notRolledBack();
        }
    },
    /** The step could not carry it on. */
    FAILED("fail", "✗") {
        @Override
        public String text() {
            return Messages.ReleaseStatus_failed();
        }
    },
    /** The build is over, and nobody has told how the release ended. */
    UNKNOWN("warn", "?") {
        @Override
        public String text() {
            return Messages.ReleaseStatus_unknown();
        }
    },
    ROLLED_BACK("warn", "↶") {
        @Override
        public String text() {
            return Messages.ReleaseStatus_rolledBack();
        }
    },
    DISCARDED("warn", "✗") {
        @Override
        public String text() {
            return Messages.ReleaseStatus_discarded();
        }
    },
    UNDER_WAY("none", "…") {
        @Override
        public String text() {
            return Messages.ReleaseStatus_underWay();
        }
    },
    PROMOTED("pass", "✓") {
        @Override
        public String text() {
            return Messages.ReleaseStatus_promoted();
        }
    };

    private final String style;
    private final String sign;

    ReleaseStatus(String style, String sign) {
        this.style = style;
        this.sign = sign;
    }

    /** In words. */
    public abstract String text();

    /** Class of the style sheet; never the only sign. */
    public String style() {
        return style;
    }

    public String sign() {
        return sign;
    }

    /** As it stands in the remote API. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param goesOn whether the build does, so that its step may still tell more */
    static ReleaseStatus of(KeptRelease release, boolean goesOn) {
        if (release.pendingRollback().isPresent()) {
            return UNDER_WAY;
        }
        if (!release.rollbacks().isEmpty()) {
            return release.newest()
                    .end()
                    .flatMap(LogEnd::outcome)
                    .map(ReleaseStatus::of)
                    .orElse(NOT_ROLLED_BACK);
        }
        Optional<LogEnd> end = release.step().end();
        if (end.isPresent()) {
            return end.get().outcome().map(ReleaseStatus::of).orElse(FAILED);
        }
        Optional<ReleaseStand> stand = release.step().stand();
        if (stand.isPresent() && stand.get().outcome().isPresent()) {
            return of(stand.get().outcome().get());
        }
        if (stand.isPresent() && stand.get().state() == State.RETIRING) {
            return PROMOTED;
        }
        return goesOn ? UNDER_WAY : UNKNOWN;
    }

    private static ReleaseStatus of(Outcome outcome) {
        return switch (outcome) {
            case PROMOTED -> PROMOTED;
            case DISCARDED -> DISCARDED;
            case ROLLED_BACK -> ROLLED_BACK;
            case STUCK -> STUCK;
        };
    }
}

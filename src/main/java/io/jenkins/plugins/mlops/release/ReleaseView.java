package io.jenkins.plugins.mlops.release;

import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Provenance;
import io.jenkins.plugins.mlops.deploy.State;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A release or a rollback of a build, as its pages and the remote API show it. */
@ExportedBean(defaultVisibility = 3)
public final class ReleaseView {

    private final KeptRelease release;
    private final ReleaseStatus status;
    private final List<TimelineRow> timeline;
    private final String progress;

    /** @param progress what is being done at the moment; empty where nothing is, or it is not known */
    ReleaseView(KeptRelease release, boolean goesOn, String progress) {
        this.release = release;
        this.status = ReleaseStatus.of(release, goesOn);
        this.timeline = Timeline.of(release);
        this.progress = progress;
    }

    /** Number of the flow node. */
    @Exported
    public int getNode() {
        return release.node();
    }

    @Exported
    public String getApp() {
        return subject().app();
    }

    /** Empty where the login of the cluster names it. */
    @Exported
    public String getNamespace() {
        return subject().cluster().namespace();
    }

    /** {@code deploy} or {@code rollback}. */
    @Exported
    public String getKind() {
        return subject().kind().name().toLowerCase(Locale.ROOT);
    }

    /** For people: of which app in which namespace it is. */
    public String getSubject() {
        String where = getNamespace().isEmpty() ? getApp() : Messages.ReleaseView_inNamespace(getApp(), getNamespace());
        return isRollback() ? Messages.ReleaseView_rollbackOf(where) : where;
    }

    private ReleaseSubject subject() {
        return release.step().subject();
    }

    public boolean isRollback() {
        return subject().kind() == ReleaseSubject.Kind.ROLLBACK;
    }

    public ReleaseStatus status() {
        return status;
    }

    @Exported(name = "status")
    public String getStatusWord() {
        return status.word();
    }

    /** By which the cluster knows it. */
    @Exported
    public String getRelease() {
        return stand().map(ReleaseStand::release).orElse(subject().release());
    }

    /** By its digest; of a rollback, the one that was undone, and empty before that is known. */
    @Exported
    public String getImage() {
        return stand().map(known -> known.to().image())
                .filter(image -> !image.isEmpty())
                .orElse(subject().image());
    }

    @Exported
    public String getColour() {
        return stand().map(known -> known.to().name()).orElse("");
    }

    /** What served before; empty where nothing did, or it is not known. */
    @Exported
    public String getPreviousImage() {
        return stand().map(known -> known.from().image()).orElse("");
    }

    @Exported
    public String getPreviousColour() {
        return stand().map(known -> known.from().name()).orElse("");
    }

    /** As a person reads it: the colour and the image. */
    public String getPrevious() {
        return getPreviousImage().isEmpty()
                ? getPreviousColour()
                : getPreviousColour() + " (" + Digests.shortened(getPreviousImage()) + ")";
    }

    /** The image that served when this Jenkins heard of it last; null where it never heard. */
    @Exported
    public String getServing() {
        return stand().map(known -> known.live().image()).orElse(null);
    }

    @Exported
    public String getBy() {
        return stand().map(ReleaseStand::by).orElse("");
    }

    /** Empty where nobody was asked, or nobody has answered. */
    @Exported
    public String getApprovedBy() {
        return release.step().stand().map(ReleaseStand::approvedBy).orElse("");
    }

    /** Why it was discarded or rolled back; else empty. */
    @Exported
    public String getReason() {
        return stand().map(ReleaseStand::reason).orElse("");
    }

    @Exported
    public String getCommit() {
        return provenance().commit();
    }

    @Exported
    public String getDataVersion() {
        return provenance().dataVersion();
    }

    @Exported
    public String getModelDigest() {
        return provenance().modelDigest();
    }

    /** Of the build that released; of a rollback, that is another one. */
    @Exported
    public String getBuildUrl() {
        return provenance().buildUrl();
    }

    /** Whether it may stand in a link: what stands in a cluster was written by whoever may write there. */
    public boolean isBuildUrlLink() {
        String url = getBuildUrl().toLowerCase(Locale.ROOT);
        return url.startsWith("https://") || url.startsWith("http://");
    }

    public boolean isWithProvenance() {
        return !provenance().equals(Provenance.NONE);
    }

    private Provenance provenance() {
        return stand().map(ReleaseStand::provenance).orElse(Provenance.NONE);
    }

    private Optional<ReleaseStand> stand() {
        return release.stand();
    }

    /** Milliseconds since 1970. */
    @Exported
    public long getStarted() {
        return release.step().begun().toEpochMilli();
    }

    /** Null while it goes on, and where nobody knows how it ended. */
    @Exported
    public Long getFinished() {
        return release.newest().end().map(end -> end.at().toEpochMilli()).orElse(null);
    }

    /** How it ended; empty while it goes on. */
    @Exported
    public String getMessage() {
        return release.newest().end().map(LogEnd::message).orElse("");
    }

    /** Oldest first. */
    @Exported
    public List<TimelineRow> getTimeline() {
        return timeline;
    }

    /** The state that was entered last; null where none was yet. */
    public TimelineRow getLast() {
        return timeline.stream()
                .filter(TimelineRow::isState)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /** What is being done, how it ended, or what happened last: one sentence for people. */
    public String getNews() {
        if (!progress.isEmpty() || !getMessage().isEmpty()) {
            return Digests.shortened(progress.isEmpty() ? getMessage() : progress);
        }
        TimelineRow last = getLast();
        return last == null ? "" : last.getShortMessage();
    }

    boolean isRollingBack() {
        return release.pendingRollback().isPresent();
    }

    /** Whether, as far as this build knows, what it released serves, and something served before that could again. */
    public boolean isReversible() {
        return !isRollback()
                && !isRollingBack()
                && release.newest()
                        .end()
                        .flatMap(LogEnd::outcome)
                        .filter(Outcome.ROLLED_BACK::equals)
                        .isEmpty()
                && stand().filter(ReleaseView::serves)
                        .filter(known -> !known.from().isNone())
                        .isPresent();
    }

    private static boolean serves(ReleaseStand stand) {
        return stand.switched()
                && (stand.state() == State.OBSERVING
                        || stand.state() == State.RETIRING
                        || stand.outcome().filter(Outcome.PROMOTED::equals).isPresent());
    }

    /** Says which release a page has shown, and how many rollbacks of it: a click on a page that is out of date is none. */
    public String getEvidence() {
        return getRelease() + "/" + release.rollbacks().size();
    }

    /** Changes with everything that a page shows. */
    int version() {
        return 31 * (31 * release.hashCode() + status.hashCode()) + progress.hashCode();
    }
}

package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes what the live Service says of its releases. Each write is one patch that fails where somebody was faster; the event of a transition is recorded after it, and by who
 * carries on where it was killed between the two.
 */
final class Ledger {

    static final int KEPT = 20;

    private final Cluster cluster;
    private final AppNames names;
    private final String by;
    private final ReleaseListener listener;

    /** The last transition that was told. */
    private String announced = "";

    Ledger(Cluster cluster, AppNames names, String by, ReleaseListener listener) {
        this.cluster = cluster;
        this.names = names;
        this.by = by;
        this.listener = listener;
    }

    Optional<LiveApp> read() throws ClusterException, DeployException {
        Optional<LiveService> service = cluster.service(names.live());
        return service.isEmpty() ? Optional.empty() : Optional.of(LiveApp.of(service.get()));
    }

    /** The record as it is to stand, with all that belongs to it. */
    LiveApp write(LiveApp seen, ReleaseRecord release) throws ClusterException, DeployException {
        return write(seen, release, Optional.empty());
    }

    LiveApp finish(LiveApp seen, ReleaseRecord release, Outcome outcome, Instant now)
            throws ClusterException, DeployException {
        return write(seen, release.finish(outcome, now), Optional.of(HistoryEntry.of(release, outcome, now)));
    }

    /** @param ended a release that ends by this */
    LiveApp write(LiveApp seen, ReleaseRecord release, Optional<HistoryEntry> ended)
            throws ClusterException, DeployException {
        Map<String, String> annotations = new LinkedHashMap<>(annotations(release));
        List<HistoryEntry> history = new ArrayList<>(seen.history());
        ended.ifPresent(history::add);
        annotations.put(
                LiveApp.HISTORY, RecordJson.write(history.subList(Math.max(0, history.size() - KEPT), history.size())));
        Map<String, String> selector = release.live().selector();
        LiveService written = cluster.patch(
                seen.service(),
                new ServiceChange(
                        Map.of(AppNames.APP, names.app(), AppNames.MANAGED_BY, AppNames.MANAGER),
                        annotations,
                        selector.equals(seen.service().selector()) ? Optional.empty() : Optional.of(selector)));
        LiveApp app = LiveApp.of(written);
        announce(app, release);
        return app;
    }

    static Map<String, String> annotations(ReleaseRecord release) {
        return Map.of(
                LiveApp.RECORD,
                RecordJson.write(release),
                LiveApp.STATE,
                release.state().toString(),
                LiveApp.LIVE,
                release.live().name(),
                LiveApp.IMAGE,
                release.live().image());
    }

    /** Tells of the state a release is in, unless that was done. */
    void announce(LiveApp app, ReleaseRecord release) throws ClusterException {
        String key = release.id() + " " + release.timeline().size();
        if (announced.equals(key)) {
            return;
        }
        String message = message(release);
        boolean warning = release.state() == State.DISCARDING
                || release.state() == State.ROLLING_BACK
                || release.outcome().filter(how -> how == Outcome.STUCK).isPresent();
        try {
            cluster.record(new ClusterEvent(
                    names.app() + "." + Integer.toHexString(release.id().hashCode()) + "."
                            + release.timeline().size(),
                    app.service(),
                    warning,
                    "Release" + camelCase(release),
                    message,
                    by,
                    release.since()));
        } catch (ClusterException e) {
            if (e.isTransient()) {
                throw e;
            }
            // The annotations have it all; an event is for those who watch.
            listener.noticed("The event of a transition could not be recorded: " + e.getMessage());
        }
        announced = key;
        listener.entered(new Transition(release.since(), release.state(), by, message, release));
    }

    private static String camelCase(ReleaseRecord release) {
        StringBuilder text = new StringBuilder();
        for (String word : release.outcome()
                .map(Outcome::toString)
                .orElse(release.state().toString())
                .split("-")) {
            text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return text.toString();
    }

    static String message(ReleaseRecord release) {
        String why = release.reason().isEmpty() ? "" : ": " + release.reason();
        String who = release.decidedBy().isEmpty() ? "" : " (by " + release.decidedBy() + ")";
        String text =
                switch (release.state()) {
                    case DEPLOYING -> release.to() + " gets ready; " + release.from() + " serves";
                    case VERIFYING -> release.to() + " is ready and is tested; " + release.from() + " serves";
                    case SWITCHING -> release.to() + " is about to take over from " + release.from() + who;
                    case OBSERVING -> release.to() + " serves and is watched; " + release.from() + " is kept";
                    case RETIRING ->
                        release.from().isNone()
                                ? release.to() + " serves"
                                : release.to() + " serves; " + release.from() + " is kept until "
                                        + release.until().map(Instant::toString).orElse("it is scaled to zero");
                    case DISCARDING -> release.to() + " is taken away, " + release.from() + " serves on" + who + why;
                    case ROLLING_BACK ->
                        release.from() + (release.switched() ? " is to serve again" : " serves again") + " in place of "
                                + release.to() + who + why;
                    case IDLE ->
                        release.live() + " serves; the release of "
                                + release.to().name() + " is "
                                + release.outcome().map(Outcome::toString).orElse("over") + who + why;
                };
        return text.length() > 1000 ? text.substring(0, 1000) : text;
    }
}

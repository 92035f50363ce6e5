package io.jenkins.plugins.mlops.deploy;

import io.jenkins.plugins.mlops.document.DocumentException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The live Service of an app and what is written on it. */
public record LiveApp(LiveService service, Optional<ReleaseRecord> release, List<HistoryEntry> history) {

    static final String RECORD = AppNames.DOMAIN + "record";
    static final String HISTORY = AppNames.DOMAIN + "history";

    /** For people; the record is what counts. */
    static final String STATE = AppNames.DOMAIN + "state";

    static final String LIVE = AppNames.DOMAIN + "live";
    static final String IMAGE = AppNames.DOMAIN + "image";

    static LiveApp of(LiveService service) throws DeployException {
        try {
            String where = "Service " + service.name() + ", annotation ";
            Optional<String> release = Optional.ofNullable(service.annotations().get(RECORD));
            Optional<String> history = Optional.ofNullable(service.annotations().get(HISTORY));
            return new LiveApp(
                    service,
                    release.isEmpty()
                            ? Optional.empty()
                            : Optional.of(RecordJson.release(release.get(), where + RECORD)),
                    history.isEmpty() ? List.of() : RecordJson.history(history.get(), where + HISTORY));
        } catch (DocumentException e) {
            throw new DeployException(
                    "What is written on the live Service cannot be read: " + e.getMessage()
                            + ". Nothing was changed. If it was edited by hand, undo that; to start anew, remove the annotations "
                            + RECORD + " and " + HISTORY + ".",
                    e);
        }
    }

    /** @throws DeployException where the Service does not select what its record says */
    void requireAsRecorded() throws DeployException {
        if (release.isEmpty()) {
            return;
        }
        Map<String, String> recorded = release.get().live().selector();
        if (!recorded.equals(service.selector())) {
            throw new DeployException("Somebody has changed Service " + service.name() + " by hand: it selects "
                    + text(service.selector()) + ", but was left selecting " + text(recorded) + " ("
                    + release.get().live().name()
                    + "). Nothing was changed. Set its selector back; or, to start from what it selects now, remove the annotation "
                    + RECORD + ".");
        }
    }

    static String text(Map<String, String> selector) {
        return selector.isEmpty()
                ? "nothing"
                : String.join(
                        ",",
                        selector.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .sorted()
                                .toList());
    }
}

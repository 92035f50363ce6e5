package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;
import java.time.Instant;

/**
 * Since when the API server has answered without a break, as far as this program has seen. While it is away nothing in the cluster learns which pods are selected, so that the time to drain
 * those that no longer are begins when it is back.
 */
final class Reachable {

    private Instant since = Instant.MAX;

    void answered(Instant now) {
        if (now.isBefore(since)) {
            since = now;
        }
    }

    void failed() {
        since = Instant.MAX;
    }

    /** @return when pods that are no longer selected may go */
    Instant drained(Instant until, Duration drain) {
        Instant anew = since.equals(Instant.MAX) ? Instant.MAX : since.plus(drain);
        return until.isAfter(anew) ? until : anew;
    }
}

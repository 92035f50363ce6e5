package io.jenkins.plugins.mlops.dvc;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and how late to try again: after a pause that doubles each time and is cut by a random part, so that many who failed together do not come back together.
 *
 * @param attempts in all; a try that brought some bytes starts the count anew
 */
record Retry(int attempts, Duration first, Duration longest) {

    static final Retry DEFAULT = new Retry(6, Duration.ofMillis(200), Duration.ofSeconds(10));

    /** @param failed how many tries failed so far, from 1 on */
    long pauseMillis(int failed) {
        long most = Math.min(longest.toMillis(), first.toMillis() << Math.min(failed - 1, 20));
        return most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
    }
}

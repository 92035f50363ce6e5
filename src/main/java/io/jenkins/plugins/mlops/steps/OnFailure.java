package io.jenkins.plugins.mlops.steps;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a gate that did not pass does to the build. */
enum OnFailure {
    /** The step fails, and with it the stage. */
    FAIL,
    /** The build and the stage become unstable, and the Pipeline goes on. */
    UNSTABLE,
    /** The page and the returned map say it, and nothing else happens. */
    REPORT;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException that says what to write instead */
    static OnFailure of(String key) {
        List<String> keys = Arrays.stream(values()).map(OnFailure::key).toList();
        int at = keys.indexOf(key);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "onFailure is '" + key + "' but has to be one of " + String.join(", ", keys));
        }
        return values()[at];
    }
}

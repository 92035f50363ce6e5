package io.jenkins.plugins.mlops.release;

import java.util.regex.Pattern;

/** Digests in sentences, where nobody reads all of their 64 digits; the page has them whole beside it. */
final class Digests {

    private static final Pattern DIGEST = Pattern.compile("(@sha256:[0-9a-f]{12})[0-9a-f]{52}(?![0-9a-f])");

    private Digests() {}

    static String shortened(String sentence) {
        return DIGEST.matcher(sentence).replaceAll("$1…");
    }
}

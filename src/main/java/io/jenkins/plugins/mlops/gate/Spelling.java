package io.jenkins.plugins.mlops.gate;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what a person may have meant. */
final class Spelling {

    private static final int LONGEST = 200;

    private Spelling() {}

    /** @return the nearest by edit distance, at most a third of the letters away, without regard to case, {@code _} and {@code -} */
    static Optional<String> nearest(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = plain(written);
        int least = Math.max(1, plain.length() / 3);
        Optional<String> nearest = Optional.empty();
        for (String name : known) {
            if (name.length() > LONGEST) {
                continue;
            }
            int distance = distance(plain, plain(name));
            if (distance < least || (distance == least && nearest.isEmpty())) {
                least = distance;
                nearest = Optional.of(name);
            }
        }
        return nearest;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_\\- ]", "");
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}

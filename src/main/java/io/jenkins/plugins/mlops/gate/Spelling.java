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

    /** Of optimal string alignment: Levenshtein's, with two swapped neighbors as one edit. */
    private static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int best = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                edits[i][j] = swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
            }
        }
        return edits[a.length()][b.length()];
    }
}

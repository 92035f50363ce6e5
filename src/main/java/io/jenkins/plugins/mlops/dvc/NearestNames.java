package io.jenkins.plugins.mlops.dvc;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** For "did you mean". */
final class NearestNames {

    private static final int MOST = 3;
    private static final int LONGEST = 200;

    private NearestNames() {}

    private record Candidate(String name, int distance) {}

    /** @return the names that differ least, if any differs little, quoted */
    static List<String> of(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return List.of();
        }
        int farthest = Math.max(2, name.length() / 3);
        return known.stream()
                .distinct()
                .filter(other -> other.length() <= LONGEST)
                .map(other -> new Candidate(other, distance(name, other)))
                .filter(candidate -> candidate.distance() <= farthest
                        || RepositoryPath.name(candidate.name()).equals(RepositoryPath.name(name)))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(MOST)
                .map(candidate -> "'" + candidate.name() + "'")
                .toList();
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}

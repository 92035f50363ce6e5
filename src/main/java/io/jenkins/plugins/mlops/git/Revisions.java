package io.jenkins.plugins.mlops.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/** From names to commits. */
final class Revisions {

    private static final int SUGGESTIONS = 3;
    private static final String ORIGIN = "refs/remotes/origin/";

    private final Repository repository;
    private final CloneState state;

    Revisions(Repository repository, CloneState state) {
        this.repository = repository;
        this.state = state;
    }

    String resolve(Revision revision) throws IOException {
        String name = revision.name();
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new UnknownRevisionException("A revision needs a name, not '" + name.strip() + "'");
        }
        Map<String, String> candidates = candidates(revision);
        for (String expression : candidates.values()) {
            try {
                ObjectId commit = repository.resolve(expression + "^{commit}");
                if (commit != null && repository.getObjectDatabase().has(commit)) {
                    return commit.name();
                }
            } catch (AmbiguousObjectException e) {
                throw new UnknownRevisionException("'" + name + "' is ambiguous in " + state.place() + ": "
                        + e.getCandidates().size() + " objects start with it. Give more digits");
            } catch (RevisionSyntaxException | IncorrectObjectTypeException | MissingObjectException e) {
                // Not this one; the message at the end names all that were tried.
                continue;
            }
        }
        throw new UnknownRevisionException("There is no " + revision + " in " + state.place() + ". Tried "
                + String.join(", ", candidates.keySet()) + ". " + nearest(name) + remedy(revision));
    }

    /** What a person reads to what jgit resolves, in the order of Git's own rules. */
    private static Map<String, String> candidates(Revision revision) {
        String name = revision.name();
        String bare = name.startsWith("origin/") ? name.substring("origin/".length()) : name;
        Map<String, String> candidates = new LinkedHashMap<>();
        switch (revision.kind()) {
            case BRANCH -> {
                candidates.put("the local branch refs/heads/" + name, "refs/heads/" + name);
                candidates.put("the remote-tracking branch " + ORIGIN + bare, ORIGIN + bare);
            }
            case TAG -> candidates.put("the tag refs/tags/" + name, "refs/tags/" + name);
            case COMMIT -> candidates.put("the commit " + name, name);
            case ANY -> {
                candidates.put("'" + name + "' as Git reads it (commit, tag, local branch)", name);
                candidates.put("the remote-tracking branch " + ORIGIN + bare, ORIGIN + bare);
            }
        }
        return candidates;
    }

    private String nearest(String name) throws IOException {
        Map<String, Integer> distances = new TreeMap<>();
        for (Ref ref : repository.getRefDatabase().getRefs()) {
            String full = ref.getName();
            if (full.startsWith("refs/heads/") || full.startsWith("refs/tags/") || full.startsWith("refs/remotes/")) {
                String shown = Repository.shortenRefName(full);
                int distance =
                        distance(name, shown.startsWith("origin/") ? shown.substring("origin/".length()) : shown);
                distances.put(shown, distance);
            }
        }
        List<String> names = new ArrayList<>(distances.keySet());
        if (names.isEmpty()) {
            return "There are no branches and tags at all: is anything committed? ";
        }
        names.sort(
                Comparator.comparing((String shown) -> distances.get(shown)).thenComparing(Comparator.naturalOrder()));
        List<String> first = names.subList(0, Math.min(SUGGESTIONS, names.size()));
        return "Nearest: " + String.join(", ", first) + ". ";
    }

    private String remedy(Revision revision) {
        String name =
                revision.name().startsWith("origin/") ? revision.name().substring("origin/".length()) : revision.name();
        String fetch =
                switch (revision.kind()) {
                    case TAG -> "git fetch origin tag " + name;
                    case COMMIT -> "git fetch origin " + name;
                    case BRANCH, ANY ->
                        name.matches("[0-9a-f]{40}")
                                ? "git fetch origin " + name
                                : "git fetch origin " + name + ":" + ORIGIN + name;
                };
        String shallow = state.shallow() ? ". This clone is shallow; for an older commit: git fetch --unshallow" : "";
        return "If the server has it: " + fetch + shallow;
    }

    /** Levenshtein's. */
    static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}

package io.jenkins.plugins.mlops.git;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which commit a candidate is compared with.
 *
 * <p>A branch goes through the merge base: the candidate is compared with the commit that it started from, not with what others did since. Where that is the very commit
 * that was built, as for {@code main} built on {@code main}, it has no changes of its own to judge; its first parent is the baseline then. Changes to code or parameters that are not yet
 * committed make a candidate of its own, and the commit below them is its baseline.
 *
 * @param description says which rule chose it
 */
public record BaselineCommit(String commit, String description) {

    /**
     * @param outputs which paths, relative to the root of the work tree, a run makes: a difference in these is no change of the candidate
     * @return empty where the commit that was built is the very first one
     */
    public static Optional<BaselineCommit> choose(GitRepository git, Revision revision, Predicate<String> outputs)
            throws IOException {
        String commit = git.resolve(revision);
        String words = revision + " at " + brief(commit);
        if (revision.kind() != Revision.Kind.BRANCH) {
            return Optional.of(new BaselineCommit(commit, words));
        }
        String head = git.head();
        if (!commit.equals(head)) {
            Optional<String> base = git.mergeBase(commit, head);
            if (base.isEmpty()) {
                words += ", which has no common commit with the candidate";
            } else if (!base.get().equals(commit)) {
                commit = base.get();
                words = "merge base of " + revision + " and the candidate, " + brief(commit);
            }
        }
        if (!commit.equals(head) || hasOwnChanges(git, outputs)) {
            return Optional.of(new BaselineCommit(commit, words));
        }
        return git.firstParent(commit)
                .map(parent -> new BaselineCommit(
                        parent,
                        "first parent, " + brief(parent) + ", of the commit that was built, which is in " + revision));
    }

    private static boolean hasOwnChanges(GitRepository git, Predicate<String> outputs) throws IOException {
        return git.codeVersion().modified().stream().anyMatch(outputs.negate());
    }

    private static String brief(String commit) {
        return commit.substring(0, 10);
    }
}

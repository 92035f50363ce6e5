package io.jenkins.plugins.mlops.git;

import java.io.File;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * What a clone left out, and the command that brings it. The program {@code git} fetches missing objects of a partial clone by itself; jgit does not.
 *
 * @param place the work tree or the bare repository, for messages
 * @param boundary commits whose parents a shallow clone does not have
 * @param promisor the remote that has the objects which a partial clone left out; empty for a full clone
 */
record CloneState(String place, Set<String> boundary, String promisor) {

    private static final String REMOTE = "remote";

    static CloneState of(Repository repository) throws IOException {
        File place = repository.isBare() ? repository.getDirectory() : repository.getWorkTree();
        Set<String> boundary = new TreeSet<>();
        for (ObjectId commit : repository.getObjectDatabase().getShallowCommits()) {
            boundary.add(commit.name());
        }
        return new CloneState(place.toString(), boundary, promisor(repository.getConfig()));
    }

    private static String promisor(Config config) {
        String extension = config.getString("extensions", null, "partialClone");
        if (extension != null) {
            return extension;
        }
        for (String remote : config.getSubsections(REMOTE)) {
            if (config.getBoolean(REMOTE, remote, "promisor", false)) {
                return remote;
            }
        }
        return "";
    }

    boolean shallow() {
        return !boundary.isEmpty();
    }

    boolean partial() {
        return !promisor.isEmpty();
    }

    boolean isBoundary(AnyObjectId commit) {
        return boundary.contains(commit.name());
    }

    String remedyForHistory() {
        return "Fetch the rest of the history: git fetch --unshallow (in Jenkins: turn the shallow clone option off)";
    }

    IOException missing(MissingObjectException cause, String what) {
        String id = cause.getObjectId().name();
        String start = "Cannot read " + what + " in " + place + ": the object " + id + " is not in this clone";
        if (partial()) {
            return new IOException(
                    start + ", which is a partial one. Fetch it: git cat-file -e " + id
                            + " - or all that was left out: git fetch --refetch --no-filter " + promisor,
                    cause);
        }
        if (shallow()) {
            return new IOException(start + ", which is shallow. " + remedyForHistory(), cause);
        }
        return new IOException(
                start + ". The repository is damaged: git fsck tells more; a new clone repairs it", cause);
    }
}

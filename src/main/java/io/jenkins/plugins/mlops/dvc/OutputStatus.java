package io.jenkins.plugins.mlops.dvc;

/**
 * What {@code dvc status} says of an output.
 *
 * @param stage as in {@link Output#stage()}
 * @param added files of the workspace that the output does not have; 0 unless {@link State#MODIFIED}, as the next two
 * @param modified files with another content
 * @param deleted files that are not in the workspace
 */
public record OutputStatus(String path, String stage, State state, long added, long modified, long deleted) {

    /** In DVC's words. */
    public enum State {
        UNCHANGED("unchanged"),
        /** No hash is recorded: never committed. */
        NEW("new"),
        MODIFIED("modified"),
        DELETED("deleted"),
        /** Told before anything else, as {@code dvc} does. */
        NOT_IN_CACHE("not in cache");

        private final String words;

        State(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }
}

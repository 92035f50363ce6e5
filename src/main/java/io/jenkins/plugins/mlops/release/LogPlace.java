package io.jenkins.plugins.mlops.release;

/**
 * Whose log it is.
 *
 * @param node number of the flow node that released
 * @param rollback 0 for what the step itself did; else which rollback of that release it is, counted from 1, that was asked for on the page
 */
record LogPlace(int node, int rollback) {

    static LogPlace ofStep(int node) {
        return new LogPlace(node, 0);
    }

    String folder() {
        return Integer.toString(node);
    }

    String file() {
        return rollback == 0 ? "release.json" : "rollback-" + rollback + ".json";
    }
}

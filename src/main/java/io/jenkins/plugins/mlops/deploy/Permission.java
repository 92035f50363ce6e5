package io.jenkins.plugins.mlops.deploy;

/**
 * @param group empty for the core group
 * @param subresource empty for the resource itself
 */
public record Permission(String verb, String group, String resource, String subresource) {

    /** As in a Role: {@code create services/proxy}, {@code patch deployments.apps}. */
    @Override
    public String toString() {
        return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource)
                + (group.isEmpty() ? "" : "." + group);
    }
}

package io.jenkins.plugins.mlops.deploy;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a release comes from; each may be empty, and is then not written.
 *
 * @param buildUrl the build that releases
 * @param commit of the code
 * @param dataVersion of the training data
 * @param modelDigest of the model files
 */
public record Provenance(String buildUrl, String commit, String dataVersion, String modelDigest) {

    public static final Provenance NONE = new Provenance("", "", "", "");

    /** By the name after {@link AppNames#DOMAIN}. */
    Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        put(annotations, "build-url", buildUrl);
        put(annotations, "commit", commit);
        put(annotations, "data-version", dataVersion);
        put(annotations, "model-digest", modelDigest);
        return annotations;
    }

    private static void put(Map<String, String> annotations, String name, String value) {
        if (!value.isEmpty()) {
            annotations.put(AppNames.DOMAIN + name, value);
        }
    }
}

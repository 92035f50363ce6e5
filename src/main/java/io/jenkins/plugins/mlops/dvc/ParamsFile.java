package io.jenkins.plugins.mlops.dvc;

import java.util.List;

/**
 * A file of parameters that the repository declares.
 *
 * @param path from the repository's root
 * @param keys dotted names of the parameters that are declared; empty for all of the file
 */
public record ParamsFile(String path, List<String> keys) {

    static final String DEFAULT = "params.yaml";

    public ParamsFile {
        keys = List.copyOf(keys);
    }
}

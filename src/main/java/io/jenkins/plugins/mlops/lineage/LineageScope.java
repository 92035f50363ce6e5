package io.jenkins.plugins.mlops.lineage;

import io.jenkins.plugins.mlops.dvc.DataSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What belongs to a run.
 *
 * @param repository the root that all paths are relative to
 * @param data all that the repository tracks; what a pipeline made is no input and left out
 * @param params files of parameters
 * @param outputs which paths the run makes, so that they are no input either
 * @param seeds environment variables that the run gets
 */
public record LineageScope(
        Path repository,
        CodeSource code,
        DataSnapshot data,
        List<String> params,
        Predicate<String> outputs,
        Map<String, String> seeds) {
    public LineageScope {
        params = List.copyOf(params);
        seeds = Map.copyOf(seeds);
    }
}

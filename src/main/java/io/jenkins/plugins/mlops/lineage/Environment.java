package io.jenkins.plugins.mlops.lineage;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a run ran.
 *
 * @param lockFiles path to sha256 of {@code requirements.txt}, {@code poetry.lock}, {@code uv.lock}, {@code conda-lock.yml}, ...
 * @param tools name to version: python, dvc, git
 * @param image the container image, digest-pinned where known
 * @param seeds the environment variables that pin randomness
 */
public record Environment(
        String os,
        String arch,
        int processors,
        long memoryBytes,
        List<String> accelerators,
        Map<String, String> tools,
        Map<String, String> lockFiles,
        Optional<String> image,
        Map<String, String> seeds) {
    public Environment {
        accelerators = List.copyOf(accelerators);
        tools = Map.copyOf(tools);
        lockFiles = Map.copyOf(lockFiles);
        seeds = Map.copyOf(seeds);
    }
}

package io.jenkins.plugins.mlops.lineage;

/**
 * A file that a run made.
 *
 * @param path relative to the repository's root
 * @param size bytes
 * @param md5 DVC's hash and Jenkins' fingerprint
 * @param sha256 for in-toto and container registries
 */
public record Artifact(String path, long size, String md5, String sha256) {}

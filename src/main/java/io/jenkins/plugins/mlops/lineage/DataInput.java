package io.jenkins.plugins.mlops.lineage;

import java.util.OptionalLong;

/**
 * @param path relative to the repository's root
 * @param hash DVC's hash: md5, with {@code .dir} for a folder
 */
public record DataInput(String path, String hash, OptionalLong size, OptionalLong files) {}

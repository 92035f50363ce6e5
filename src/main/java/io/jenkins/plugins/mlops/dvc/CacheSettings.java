package io.jenkins.plugins.mlops.dvc;

import java.nio.file.Path;
import java.util.List;

/**
 * The section {@code [cache]}. Its {@code protected} has no meaning since DVC 1.0: hard links and symbolic links are always read-only.
 *
 * @param dir absolute
 * @param links in order of preference; empty where {@code cache.type} is not set
 * @param sharedByGroup {@code shared = group}: files and folders of the cache are writable by the group
 */
public record CacheSettings(Path dir, List<LinkType> links, boolean sharedByGroup) {
    public CacheSettings {
        links = List.copyOf(links);
    }
}

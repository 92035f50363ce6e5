package io.jenkins.plugins.mlops.dvc;

/** Where the data of an import lives when no remote of this repository has it. */
public sealed interface ImportSource {

    /**
     * {@code dvc import}: a file or folder of another Git repository, tracked there by DVC or by Git itself.
     *
     * @param url as written: an URL, or a path relative to the repository's root
     * @param revision the commit that was locked
     * @param path in that repository
     * @param config what the import adds to that repository's configuration
     */
    record GitRepository(String url, String revision, String path, ImportConfig config) implements ImportSource {}

    /** {@code dvc import-url}: {@code url} may be {@code remote://name/path}. */
    record Url(String url) implements ImportSource {}
}

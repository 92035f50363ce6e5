package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.Path;

/** Other Git repositories that imports name; implemented by the {@code git} package. */
@FunctionalInterface
public interface RepositorySource {

    /**
     * @param url an URL, or a path (absolute, or relative to the repository that imports)
     * @param revision a full commit hash
     * @return the files of that revision; valid until closed
     */
    OpenRepository open(String url, String revision) throws IOException;

    /**
     * @param tree the files that Git tracks
     * @param folder what relative URLs of remotes in that repository's configuration are relative to
     */
    record OpenRepository(SourceTree tree, Path folder, AutoCloseable resource) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try {
                resource.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("Could not close " + tree.description() + ": " + e.getMessage(), e);
            }
        }
    }

    /** For callers without Git: every import from another repository that is in no remote fails with this reason. */
    static RepositorySource none() {
        return (url, revision) -> {
            throw new IOException("Cannot read the Git repository that an import names: no Git support was passed in");
        };
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The files of a repository in one state: a folder on disk, or a Git revision. Paths are relative to the repository's root, {@code /}-separated, without
 * {@code .} and {@code ..}; the root is the empty string.
 */
public interface SourceTree {

    /** For messages: the folder, or the revision. */
    String description();

    /**
     * @return the whole content, empty where there is no such file
     * @throws IOException where it is there but cannot be read
     */
    Optional<byte[]> read(String path) throws IOException;

    /**
     * @param folder empty for the root
     * @return entries in no particular order; empty where there is no such folder; a symbolic link is a file, never a folder
     */
    List<Entry> list(String folder) throws IOException;

    /** @param name without the folder */
    record Entry(String name, boolean folder) {}
}

package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.Position;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file or folder that DVC tracks.
 *
 * @param path where it lies, relative to the repository's root, {@code /}-separated; never absolute, never with {@code ..}
 * @param id its content; empty where the stage was never run
 * @param size bytes, of all files for a folder
 * @param files number of files of a folder
 * @param stage the address of its stage: the path of the {@code .dvc} file, or {@code dir/dvc.yaml:name}, or just {@code name} in the root
 * @param kind metrics, parameters of plots and plain data differ in what is shown, not in how they are pulled
 * @param cached false for {@code cache: false}: Git has it, DVC only knows its hash
 * @param pushed false for {@code push: false}: no remote has it
 * @param remote the name of the remote that this output alone uses
 * @param executable whether {@code isexec} is set
 * @param source where an import came from
 * @param versionAware true for entries that name versions of cloud objects ({@code files:} or {@code cloud:}) and no hash
 * @param declaredAt the place of its entry
 */
public record Output(
        String path,
        Optional<ObjectId> id,
        OptionalLong size,
        OptionalLong files,
        String stage,
        Kind kind,
        boolean cached,
        boolean pushed,
        Optional<String> remote,
        boolean executable,
        Optional<ImportSource> source,
        boolean versionAware,
        Position declaredAt) {

    public enum Kind {
        DATA,
        METRIC,
        PLOT
    }
}

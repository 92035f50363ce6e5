package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Position;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/** The rules for where outputs and dependencies may be. */
final class OutputPaths {

    private OutputPaths() {}

    static String resolve(String folder, String path, Position at) throws DocumentException {
        String resolved = RepositoryPath.resolve(folder, path, at);
        if (resolved.isEmpty()) {
            throw new DocumentException(at, "the path '" + path + "' is the repository itself");
        }
        return resolved;
    }

    /** A dependency may be anywhere; nothing is ever written there. */
    static String dependency(String folder, String path) {
        if (RepositoryPath.isUrl(path) || RepositoryPath.isAbsolute(path)) {
            return path;
        }
        return RepositoryPath.normalize(folder, path).orElse(path);
    }

    /** As DVC's {@code OutputDuplicationError} and {@code OverlappingOutputPathsError}. */
    static void requireDisjoint(Collection<Output> outputs) throws DocumentException {
        // With '/' as the last character a folder sorts right before everything inside of it.
        TreeMap<String, Output> byPath = new TreeMap<>();
        for (Output output : outputs) {
            Output other = byPath.putIfAbsent(output.path() + "/", output);
            if (other != null) {
                throw new DocumentException(
                        output.declaredAt(),
                        "the output '" + output.path() + "' of '" + output.stage() + "' is also an output of '"
                                + other.stage() + "' (" + other.declaredAt()
                                + "); only one may have it, remove the other");
            }
        }
        Optional<Output> folder = Optional.empty();
        for (Output output : byPath.values()) {
            if (folder.isPresent()
                    && RepositoryPath.isInsideOrSame(output.path(), folder.get().path())) {
                throw new DocumentException(
                        output.declaredAt(),
                        "the output '" + output.path() + "' of '" + output.stage() + "' lies inside '"
                                + folder.get().path() + "' of '" + folder.get().stage() + "' ("
                                + folder.get().declaredAt()
                                + "); outputs must not overlap, track them side by side or as one");
            }
            folder = Optional.of(output);
        }
    }
}

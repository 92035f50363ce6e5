package io.jenkins.plugins.mlops.lineage;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The files in a repository's root that say which packages a run used. */
final class LockFiles {

    private static final Set<String> NAMES = Set.of(
            "poetry.lock",
            "uv.lock",
            "pdm.lock",
            "pixi.lock",
            "renv.lock",
            "Pipfile.lock",
            "conda-lock.yml",
            "environment.yml",
            "environment.yaml");

    private LockFiles() {}

    /** @return name to sha256, sorted */
    static Map<String, String> in(Path repository) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(repository)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                boolean wanted = NAMES.contains(name) || name.startsWith("requirements") && name.endsWith(".txt");
                if (wanted && Files.isRegularFile(file)) {
                    found.put(name, Artifacts.of(repository, name).sha256());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }
}

package io.jenkins.plugins.mlops.release;

import hudson.model.Run;
import hudson.util.AtomicFileWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a build knows of its releases: {@code mlops/releases/<flow node>/release.json} in the build's folder. Where that folder is, is asked each time: a job may be renamed while a release goes on.
 */
final class ReleaseStore {

    private static final String FILE = "release.json";

    private final Run<?, ?> run;

    ReleaseStore(Run<?, ?> run) {
        this.run = run;
    }

    private Path folder() {
        return run.getRootDir().toPath().resolve("mlops").resolve("releases");
    }

    Optional<LoggedRelease> read(int node) throws IOException {
        Path file = folder().resolve(Integer.toString(node)).resolve(FILE);
        try {
            return Optional.of(ReleaseLogJson.read(Files.readString(file), file.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** @throws NoSuchFileException where the build was deleted, which brings no part of it back */
    void write(int node, LoggedRelease release) throws IOException {
        Path folder = run.getRootDir().toPath();
        for (String name : new String[] {"mlops", "releases", Integer.toString(node)}) {
            folder = folder.resolve(name);
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
        }
        try (AtomicFileWriter writer = new AtomicFileWriter(folder.resolve(FILE), StandardCharsets.UTF_8)) {
            writer.write(ReleaseLogJson.write(release));
            writer.commit();
        }
    }

    /** By flow node, in the order in which they began. */
    SortedMap<Integer, LoggedRelease> all() throws IOException {
        SortedMap<Integer, LoggedRelease> all = new TreeMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder(), "[0-9]*")) {
            for (Path folder : found) {
                int node = Integer.parseInt(String.valueOf(folder.getFileName()));
                read(node).ifPresent(release -> all.put(node, release));
            }
        } catch (NoSuchFileException e) {
            return Collections.emptySortedMap();
        }
        return all;
    }
}

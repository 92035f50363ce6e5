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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a build knows of its releases: {@code mlops/releases/<flow node>/release.json} and {@code rollback-<n>.json} in the build's folder. Where that folder is, is asked each time: a job may be
 * renamed while a release goes on.
 */
final class ReleaseStore {

    private final Run<?, ?> run;

    ReleaseStore(Run<?, ?> run) {
        this.run = run;
    }

    private Path folder() {
        return run.getRootDir().toPath().resolve("mlops").resolve("releases");
    }

    Optional<LoggedRelease> read(LogPlace place) throws IOException {
        Path file = folder().resolve(place.folder()).resolve(place.file());
        try {
            return Optional.of(ReleaseLogJson.read(Files.readString(file), file.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** @throws NoSuchFileException where the build was deleted, which brings no part of it back */
    void write(LogPlace place, LoggedRelease release) throws IOException {
        Path folder = run.getRootDir().toPath();
        for (String name : List.of("mlops", "releases", place.folder())) {
            folder = folder.resolve(name);
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
        }
        try (AtomicFileWriter writer = new AtomicFileWriter(folder.resolve(place.file()), StandardCharsets.UTF_8)) {
            writer.write(ReleaseLogJson.write(release));
            writer.commit();
        }
    }

    /** As far as its files can be read. */
    Optional<KeptRelease> release(int node, Consumer<IOException> problems) {
        Optional<LoggedRelease> step = known(LogPlace.ofStep(node), problems);
        if (step.isEmpty()) {
            return Optional.empty();
        }
        List<LoggedRelease> rollbacks = new ArrayList<>();
        for (int rollback = 1; isThere(new LogPlace(node, rollback)); rollback++) {
            known(new LogPlace(node, rollback), problems).ifPresent(rollbacks::add);
        }
        return Optional.of(new KeptRelease(node, step.get(), rollbacks));
    }

    /** Counted from 1, damaged ones as well. */
    int rollbacks(int node) {
        int count = 0;
        while (isThere(new LogPlace(node, count + 1))) {
            count++;
        }
        return count;
    }

    boolean isThere(LogPlace place) {
        return Files.exists(folder().resolve(place.folder()).resolve(place.file()));
    }

    private Optional<LoggedRelease> known(LogPlace place, Consumer<IOException> problems) {
        try {
            return read(place);
        } catch (IOException e) {
            problems.accept(e);
            return Optional.empty();
        }
    }

    /** In the order in which they began. */
    List<KeptRelease> all(Consumer<IOException> problems) {
        List<KeptRelease> all = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder())) {
            for (Path folder : found) {
                String name = String.valueOf(folder.getFileName());
                if (name.matches("[0-9]{1,9}")) {
                    release(Integer.parseInt(name), problems).ifPresent(all::add);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            problems.accept(e);
        }
        all.sort(Comparator.comparingInt(KeptRelease::node));
        return all;
    }
}

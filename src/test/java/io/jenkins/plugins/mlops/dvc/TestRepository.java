package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.remote.Remotes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A Git + DVC repository with its data on a local remote, and clones of it. */
final class TestRepository {

    final RealDvc dvc;
    final Path folder;
    final Path remote;
    final Path origin;

    /** @param folder an empty folder for everything */
    TestRepository(Path folder) {
        this.folder = folder;
        this.dvc = RealDvc.orSkip(folder.resolve("home"));
        this.remote = folder.resolve("remote");
        this.origin = dvc.initialize(folder.resolve("origin"));
        dvc.run(origin, "remote", "add", "-d", "storage", remote.toString());
        dvc.commitAll(origin, "init");
    }

    TestRepository write(String path, String text) {
        write(origin, path, text);
        return this;
    }

    static void write(Path root, String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code dvc add}, {@code dvc push}, {@code git commit}. */
    void publish(String... targets) {
        String[] add = Stream.concat(Stream.of("add", "-q"), Stream.of(targets)).toArray(String[]::new);
        dvc.run(origin, add);
        dvc.run(origin, "push", "-q");
        dvc.commitAll(origin, "data");
    }

    Path cloneTo(String name) {
        Path clone = folder.resolve(name);
        dvc.git(folder, "clone", "-q", origin.toString(), clone.toString());
        return clone;
    }

    PullResult pull(Path root, PullOptions options, String... targets) throws IOException, InterruptedException {
        return pull(root, options, PullListener.NONE, targets);
    }

    PullResult pull(Path root, PullOptions options, PullListener listener, String... targets)
            throws IOException, InterruptedException {
        DvcConfig config = DvcConfig.load(new FileSystemTree(root), root, ConfigLocations.NONE);
        PullPlan plan = DvcRepository.open(root).plan(List.of(targets));
        return new Pull(root, config, new Remotes(Map.of()), this::checkOut, dvc.environment())
                .run(plan, options, listener);
    }

    /** Any Git will do to show imports. */
    private RepositorySource.OpenRepository checkOut(String url, String revision) throws IOException {
        Path place = Files.createTempDirectory(folder, "import");
        dvc.git(folder, "clone", "-q", url, place.toString());
        dvc.git(place, "checkout", "-q", revision);
        return new RepositorySource.OpenRepository(new FileSystemTree(place), Path.of(url), () -> delete(place));
    }

    List<OutputStatus> status(Path root) throws IOException, InterruptedException {
        DvcConfig config = DvcConfig.load(new FileSystemTree(root), root, ConfigLocations.NONE);
        return new Status(root, config).of(DvcRepository.open(root).plan(List.of()));
    }

    PushCheck.Result pushCheck(Path root) throws IOException, InterruptedException {
        DvcConfig config = DvcConfig.load(new FileSystemTree(root), root, ConfigLocations.NONE);
        return new PushCheck(config, new Remotes(Map.of()))
                .check(DvcRepository.open(root).outputs(), PullOptions.DEFAULTS);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** By path, without what Git and DVC keep for themselves. */
    static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (!name.startsWith(".git") && !name.startsWith(".dvc")) {
                    contents.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }
}

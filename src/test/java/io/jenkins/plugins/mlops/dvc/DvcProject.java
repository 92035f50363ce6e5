package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.mlops.remote.Remotes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A repository that the real {@code git} and {@code dvc} made, with a remote in a folder beside it; and ways to look at what a pull leaves in its clones. */
final class DvcProject {

    private final Path folder;
    private final RealDvc dvc;
    private final Path origin;
    private final Path storage;

    private DvcProject(Path folder, RealDvc dvc) {
        this.folder = folder;
        this.dvc = dvc;
        this.origin = folder.resolve("origin");
        this.storage = folder.resolve("storage");
    }

    /** @param folder empty; everything lies in it */
    static DvcProject create(Path folder) {
        DvcProject project = new DvcProject(folder, RealDvc.orSkip(folder.resolve("home")));
        project.dvc.initialize(project.origin);
        project.dvc.run(project.origin, "remote", "add", "-d", "storage", project.storage.toString());
        return project;
    }

    RealDvc dvc() {
        return dvc;
    }

    /**
     * Another repository, to import from, with a remote of its own. Nothing comes out of its cache, from which DVC would serve what the remote lacks.
     *
     * @param files text by path
     * @param tracked paths that are DVC's; the others are Git's
     */
    Path source(Map<String, String> files, String... tracked) throws IOException {
        Path source = dvc.initialize(folder.resolve("source"));
        dvc.run(
                source,
                "remote",
                "add",
                "-d",
                "theirs",
                folder.resolve("source storage").toString());
        for (Map.Entry<String, String> file : files.entrySet()) {
            write(source, file.getKey(), file.getValue());
        }
        dvc.run(
                source,
                Stream.concat(Stream.of("add", "-q"), Stream.of(tracked)).toArray(String[]::new));
        dvc.run(source, "push", "-q");
        dvc.commitAll(source, "first");
        delete(source.resolve(".dvc/cache"));
        return source;
    }

    /** Where the data was made; its cache has everything. */
    Path origin() {
        return origin;
    }

    /** The folder of the default remote, {@code storage}. */
    Path storage() {
        return storage;
    }

    Path folder() {
        return folder;
    }

    void write(String path, String text) throws IOException {
        write(origin, path, text);
    }

    static void write(Path root, String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** {@code dvc push} and {@code git commit} of all there is. */
    void publish(String message) {
        dvc.run(origin, "push", "-q");
        dvc.commitAll(origin, message);
    }

    /** A fresh clone: no data, an empty cache. */
    Path clone(String name) {
        Path clone = folder.resolve(name);
        dvc.git(folder, "clone", "-q", origin.toString(), clone.toString());
        return clone;
    }

    PullResult pull(Path root, String... targets) throws IOException, InterruptedException {
        return pull(root, PullOptions.DEFAULTS, targets);
    }

    PullResult pull(Path root, PullOptions options, String... targets) throws IOException, InterruptedException {
        return pull(root, RepositorySource.none(), options, targets);
    }

    PullResult pull(Path root, RepositorySource repositories, PullOptions options, String... targets)
            throws IOException, InterruptedException {
        return new Pull(root, config(root), new Remotes(Map.of()), repositories, dvc.environment())
                .run(DvcRepository.open(root).plan(List.of(targets)), options, PullListener.NONE);
    }

    /** Ours, by path. */
    Map<String, OutputStatus> status(Path root, String... targets) throws IOException, InterruptedException {
        Map<String, OutputStatus> byPath = new TreeMap<>();
        new Status(root, config(root))
                .of(DvcRepository.open(root).plan(List.of(targets)))
                .forEach(status -> byPath.put(status.path(), status));
        return byPath;
    }

    PushCheck.Result pushCheck(Path root) throws IOException, InterruptedException {
        return new PushCheck(config(root), new Remotes(Map.of()))
                .check(DvcRepository.open(root).outputs(), PullOptions.DEFAULTS);
    }

    DvcConfig config(Path root) throws IOException {
        return DvcConfig.load(
                new FileSystemTree(root),
                root,
                ConfigLocations.of(dvc.environment(), System.getProperty("os.name"), folder.resolve("home")));
    }

    /** What {@code dvc ... --json} printed; warnings may come before it. */
    JsonNode json(Path root, String... arguments) throws IOException {
        String printed = dvc.run(root, arguments);
        for (String line : printed.split("\n", -1)) {
            if (line.startsWith("{") || line.startsWith("[")) {
                return JsonMapper.builder().build().readTree(printed.substring(printed.indexOf(line)));
            }
        }
        throw new AssertionError("no JSON in: " + printed);
    }

    /** Path to kind, permissions and content of all that is in the work tree, without Git's and DVC's own folders. */
    static Map<String, String> tree(Path root) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        visit(root, (path, attributes) -> tree.put(path, describe(root.resolve(path), attributes)));
        return tree;
    }

    /** Path to time and inode: what changes when a file is written again. */
    static Map<String, String> stamps(Path root) throws IOException {
        Map<String, String> stamps = new TreeMap<>();
        visit(root, (path, attributes) -> stamps.put(path, FileStamp.of(attributes) + " " + attributes.fileKey()));
        return stamps;
    }

    private interface Look {
        void at(String path, BasicFileAttributes attributes) throws IOException;
    }

    private static void visit(Path root, Look look) throws IOException {
        Set<Path> own = Set.of(root.resolve(".git"), root.resolve(".dvc"));
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                if (own.contains(visited)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return visitFile(visited, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                look.at(root.relativize(file).toString(), attributes);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static String describe(Path file, BasicFileAttributes attributes) throws IOException {
        StringBuilder text = new StringBuilder(80);
        text.append(
                attributes.isSymbolicLink()
                        ? "link"
                        : attributes.isDirectory()
                                ? "folder"
                                : (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1
                                        ? "hard link"
                                        : "file");
        text.append(' ').append(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        if (!attributes.isDirectory()) {
            text.append(' ').append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    /** Removes the clone's data, its cache and what a pull remembered; the files of Git stay. */
    void wipe(Path root) throws IOException {
        dvc.git(root, "clean", "-q", "-d", "-f", "-x", "--exclude=.dvc/config.local");
        for (String own : List.of(".dvc/cache", ".dvc/tmp")) {
            delete(root.resolve(own));
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Shows what differs, and nothing else. */
    static void assertSame(Map<String, String> ours, Map<String, String> theirs) {
        Map<String, String> difference = new TreeMap<>();
        Set<String> paths = new TreeSet<>(ours.keySet());
        paths.addAll(theirs.keySet());
        for (String path : paths) {
            if (!Objects.equals(ours.get(path), theirs.get(path))) {
                difference.put(path, "ours: " + ours.get(path) + ", dvc's: " + theirs.get(path));
            }
        }
        assertThat(difference).isEmpty();
    }

    /** The objects of a cache or a storage, without what else lies there. */
    static Set<String> objects(Path store) throws IOException {
        Set<String> objects = new TreeSet<>();
        try (var files = Files.walk(store)) {
            files.filter(Files::isRegularFile)
                    .map(file -> store.relativize(file).toString())
                    .filter(path -> path.matches("(files/md5/)?[0-9a-f]{2}/[0-9a-f]{30}(\\.dir)?"))
                    .forEach(objects::add);
        }
        return objects;
    }
}

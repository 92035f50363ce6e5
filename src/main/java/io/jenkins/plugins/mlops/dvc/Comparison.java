package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Compares workspace and wanted state of one output, by the index first, then by links to the cache, and hashes what is left. */
final class Comparison {

    /** Files of ours that a killed pull left. */
    static final String TEMPORARY_PREFIX = ".mlops-";

    private final Cache cache;
    private final WorkspaceFolders folders;
    private final DvcIgnore ignore;
    private final int jobs;

    Comparison(Cache cache, WorkspaceFolders folders, int jobs) {
        this.cache = cache;
        this.folders = folders;
        this.ignore = new DvcIgnore(new FileSystemTree(folders.root()));
        this.jobs = jobs;
    }

    /**
     * @param files the wanted ones: of the folder, or one with the path {@code ""}
     * @param known how files looked when they were right
     * @param interrupted whether a pull of this output was killed, so that half-written files may be there
     */
    record Question(
            PullPlan.Item item, List<Manifest.File> files, Map<String, OutputState.Entry> known, boolean interrupted) {

        boolean selects(String path) {
            String full = RepositoryPath.join(item.output().path(), path);
            return item.paths().isEmpty()
                    || item.paths().stream().anyMatch(selected -> RepositoryPath.isInsideOrSame(full, selected));
        }
    }

    /** A file to look into: {@code wanted} is null for one that does not belong to the output. */
    private record Doubt(String path, Manifest.File wanted, FolderScan.Actual actual, Optional<ObjectId> content) {}

    private enum Finding {
        RIGHT,
        IN_CACHE,
        ONLY_HERE
    }

    Differences compare(Question question) throws IOException, InterruptedException {
        Output output = question.item().output();
        Map<String, FolderScan.Actual> actual = scan(output);
        Differences result = new Differences(
                new ArrayList<>(question.files().size()),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        List<Doubt> doubts = new ArrayList<>();
        Set<String> neededFolders = new HashSet<>();
        String parent = null;
        for (Manifest.File file : question.files()) {
            parent = RepositoryPath.parent(file.path(), parent);
            for (String folder = parent;
                    !folder.isEmpty() && neededFolders.add(folder);
                    folder = RepositoryPath.parent(folder)) {}
            FolderScan.Actual there = actual.remove(file.path());
            if (there == null || there.kind() == FolderScan.Kind.FOLDER) {
                result.create().add(file);
                if (there != null) {
                    result.emptyFolders().add(file.path());
                }
                continue;
            }
            Optional<ObjectId> content =
                    content(question, file.path(), there, file.id().algorithm());
            if (content.isPresent() && content.get().equals(file.id())) {
                result.right().add(new OutputState.Entry(file.path(), file.id(), there.stamp()));
            } else {
                doubts.add(new Doubt(file.path(), file, there, content));
            }
        }
        ObjectId.Algorithm algorithm = output.id().orElseThrow().algorithm();
        for (Map.Entry<String, FolderScan.Actual> rest : actual.entrySet()) {
            String path = rest.getKey();
            if (ignore.ignores(output.path(), path, rest.getValue().kind() == FolderScan.Kind.FOLDER)) {
                continue;
            }
            if (rest.getValue().kind() == FolderScan.Kind.FOLDER) {
                if (!neededFolders.contains(path) && !path.isEmpty() && question.selects(path)) {
                    result.emptyFolders().add(path);
                }
            } else if (RepositoryPath.name(path).startsWith(TEMPORARY_PREFIX)) {
                result.remove().add(path);
            } else if (question.selects(path)) {
                doubts.add(new Doubt(path, null, rest.getValue(), content(question, path, rest.getValue(), algorithm)));
            }
        }
        settle(question, doubts, result);
        result.emptyFolders().sort(Comparator.reverseOrder());
        result.remove().sort(Comparator.naturalOrder());
        result.unknown().sort(Comparator.naturalOrder());
        return result;
    }

    private Map<String, FolderScan.Actual> scan(Output output) throws IOException {
        if (!folders.exists(RepositoryPath.parent(output.path()))) {
            return new HashMap<>();
        }
        Path place = folders.file(output.path());
        Map<String, FolderScan.Actual> found = new HashMap<>();
        Optional<FolderScan.Actual> top = FolderScan.one(place);
        if (top.isEmpty()) {
            return found;
        }
        boolean folderWanted = output.id().orElseThrow().isDirectory();
        boolean folder = top.get().kind() == FolderScan.Kind.FOLDER
                || folderWanted
                        && top.get().kind() == FolderScan.Kind.LINK
                        && Files.isDirectory(place)
                        && folders.exists(output.path());
        if (folder) {
            found.putAll(FolderScan.all(place.toRealPath()));
        }
        if (!folder || !folderWanted) {
            found.put("", top.get());
        }
        return found;
    }

    private static Optional<ObjectId> content(
            Question question, String path, FolderScan.Actual actual, ObjectId.Algorithm algorithm) {
        OutputState.Entry entry = question.known().get(path);
        return entry != null
                        && entry.stamp().equals(actual.stamp())
                        && entry.id().algorithm() == algorithm
                ? Optional.of(entry.id())
                : Optional.empty();
    }

    private void settle(Question question, List<Doubt> doubts, Differences result)
            throws IOException, InterruptedException {
        Finding[] findings = new Finding[doubts.size()];
        AtomicInteger next = new AtomicInteger();
        AtomicReference<IOException> failure = new AtomicReference<>();
        Workers.run("mlops-hash", Math.min(jobs, doubts.size()), () -> {
            int i;
            while ((i = next.getAndIncrement()) < findings.length && failure.get() == null) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                try {
                    findings[i] = find(question, doubts.get(i));
                } catch (IOException e) {
                    failure.compareAndSet(null, e);
                }
            }
        });
        if (failure.get() != null) {
            throw failure.get();
        }
        for (int i = 0; i < findings.length; i++) {
            Doubt doubt = doubts.get(i);
            if (findings[i] == Finding.RIGHT) {
                result.right()
                        .add(new OutputState.Entry(
                                doubt.path(),
                                doubt.wanted().id(),
                                doubt.actual().stamp()));
            } else if (doubt.wanted() == null) {
                (findings[i] == Finding.IN_CACHE ? result.remove() : result.unknown()).add(doubt.path());
            } else {
                (findings[i] == Finding.IN_CACHE ? result.replace() : result.changed()).add(doubt.wanted());
            }
        }
    }

    private Finding find(Question question, Doubt doubt) throws IOException {
        if (doubt.actual().kind() == FolderScan.Kind.OTHER) {
            return Finding.ONLY_HERE;
        }
        Path file = folders.file(RepositoryPath.join(question.item().output().path(), doubt.path()));
        Optional<ObjectId> wanted = Optional.ofNullable(doubt.wanted()).map(Manifest.File::id);
        if (wanted.isPresent() && isLinkTo(file, doubt.actual(), wanted.get())) {
            return Finding.RIGHT;
        }
        Optional<ObjectId> content = doubt.content();
        if (content.isEmpty()) {
            content = hash(question, file);
        }
        if (content.isEmpty()) {
            // A link to nowhere holds nothing; DVC leaves one where an object was cleaned away.
            return Finding.IN_CACHE;
        }
        if (content.equals(wanted)) {
            return Finding.RIGHT;
        }
        if (cache.attributes(content.get()).isPresent()) {
            return Finding.IN_CACHE;
        }
        boolean half = question.interrupted() && wanted.isPresent() && isStartOf(file, cache.path(wanted.get()));
        return half ? Finding.IN_CACHE : Finding.ONLY_HERE;
    }

    private boolean isLinkTo(Path file, FolderScan.Actual actual, ObjectId id) throws IOException {
        Path object = cache.path(id);
        if (actual.kind() == FolderScan.Kind.LINK) {
            return Files.readSymbolicLink(file).equals(object)
                    && object.toFile().exists();
        }
        Optional<BasicFileAttributes> attributes = cache.attributes(id);
        return attributes.isPresent()
                && attributes.get().fileKey() != null
                && FileStamp.of(attributes.get()).equals(actual.stamp())
                && Files.isSameFile(file, object);
    }

    private static Optional<ObjectId> hash(Question question, Path file) throws IOException {
        ObjectId.Algorithm algorithm =
                question.item().output().id().orElseThrow().algorithm();
        try {
            return Optional.of(new ObjectId(algorithm, ContentHash.of(file, algorithm)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static boolean isStartOf(Path file, Path object) throws IOException {
        try (InputStream half = Files.newInputStream(file);
                InputStream whole = Files.newInputStream(object)) {
            byte[] buffer = new byte[1 << 16];
            int count;
            while ((count = half.readNBytes(buffer, 0, buffer.length)) > 0) {
                byte[] expected = whole.readNBytes(count);
                if (!java.util.Arrays.equals(buffer, 0, count, expected, 0, expected.length)) {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}

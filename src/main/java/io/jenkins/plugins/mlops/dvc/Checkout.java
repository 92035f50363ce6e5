package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the workspace's files of one output what they should be, from the cache; touches only what differs. */
final class Checkout {

    /** Files that a thread takes at a time; of a few large ones fewer, so that every thread has some. */
    private static final int LARGEST_CHUNK = 32;

    private final WorkspaceFolders folders;
    private final Linker linker;
    private final Map<ObjectId, FileStamp> stamps;
    private final int jobs;
    private final boolean force;
    private final PullListener listener;

    /** @param stamps how the objects of the cache look */
    Checkout(
            WorkspaceFolders folders,
            Linker linker,
            Map<ObjectId, FileStamp> stamps,
            PullOptions options,
            PullListener listener) {
        this.folders = folders;
        this.linker = linker;
        this.stamps = stamps;
        this.jobs = Math.max(1, Runtime.getRuntime().availableProcessors());
        this.force = options.force();
        this.listener = listener;
    }

    /** @param entries all files that are right now, in no order */
    record Outcome(List<OutputState.Entry> entries, long unchanged, List<PullFailure> failures) {}

    /** @param unserved objects that the cache does not have, and why */
    Outcome apply(Output output, Differences differences, Map<ObjectId, PullFailure> unserved)
            throws InterruptedException {
        List<PullFailure> failures = Collections.synchronizedList(new ArrayList<>());
        List<String> remove = new ArrayList<>(differences.remove());
        List<Manifest.File> replace = new ArrayList<>(differences.replace());
        if (force) {
            remove.addAll(differences.unknown());
            replace.addAll(differences.changed());
        } else {
            for (Manifest.File file : differences.changed()) {
                failures.add(changed(output, file.path(), "has changes that are in no cache and would be lost"));
            }
            for (String path : differences.unknown()) {
                failures.add(changed(
                        output, path, "does not belong to '" + output.path() + "', is in no cache and would be lost"));
            }
        }
        List<Manifest.File> create = served(output, differences.create(), unserved, failures);
        replace = served(output, replace, unserved, failures);
        for (String path : remove) {
            remove(output, path, failures);
        }
        for (String folder : differences.emptyFolders()) {
            removeFolder(output, folder, failures);
        }
        createFolders(output, create, failures);
        List<OutputState.Entry> entries = new ArrayList<>(differences.right());
        entries.addAll(place(output, create, false, failures));
        entries.addAll(place(output, replace, true, failures));
        return new Outcome(entries, differences.right().size(), List.copyOf(failures));
    }

    private static PullFailure changed(Output output, String path, String problem) {
        return new PullFailure(
                RepositoryPath.join(output.path(), path),
                PullFailure.Kind.CHANGED,
                "it " + problem + "; move it away, 'dvc add' it, or pull with force");
    }

    private static List<Manifest.File> served(
            Output output, List<Manifest.File> files, Map<ObjectId, PullFailure> unserved, List<PullFailure> failures) {
        if (unserved.isEmpty()) {
            return files;
        }
        List<Manifest.File> served = new ArrayList<>();
        for (Manifest.File file : files) {
            PullFailure failure = unserved.get(file.id());
            if (failure == null) {
                served.add(file);
            } else {
                failures.add(new PullFailure(
                        RepositoryPath.join(output.path(), file.path()), failure.kind(), failure.problem()));
            }
        }
        return served;
    }

    private void remove(Output output, String path, List<PullFailure> failures) {
        try {
            Path file = folders.file(RepositoryPath.join(output.path(), path));
            WorkspaceFolders.delete(file);
        } catch (IOException e) {
            failures.add(failed(output, path, "could not remove it: " + Failures.reason(e)));
        }
    }

    private void removeFolder(Output output, String path, List<PullFailure> failures) {
        try {
            Files.deleteIfExists(folders.file(RepositoryPath.join(output.path(), path)));
            folders.forget();
        } catch (DirectoryNotEmptyException e) {
            // What is in it was refused or is ignored, and is told elsewhere.
            return;
        } catch (IOException e) {
            failures.add(failed(output, path, "could not remove the folder: " + Failures.reason(e)));
        }
    }

    private void createFolders(Output output, List<Manifest.File> files, List<PullFailure> failures) {
        Collection<String> wanted = new TreeSet<>();
        boolean single = !output.id().orElseThrow().isDirectory();
        wanted.add(single ? RepositoryPath.parent(output.path()) : output.path());
        String last = "";
        for (Manifest.File file : files) {
            String parent = RepositoryPath.parent(file.path(), last);
            if (!parent.equals(last)) {
                last = parent;
                wanted.add(RepositoryPath.join(output.path(), last));
            }
        }
        for (String folder : wanted) {
            try {
                folders.create(folder);
            } catch (IOException e) {
                failures.add(new PullFailure(
                        folder, PullFailure.Kind.FAILED, "could not create the folder: " + Failures.reason(e)));
            }
        }
    }

    private List<OutputState.Entry> place(
            Output output, List<Manifest.File> files, boolean replace, List<PullFailure> failures)
            throws InterruptedException {
        OutputState.Entry[] entries = new OutputState.Entry[files.size()];
        AtomicInteger next = new AtomicInteger();
        int chunk = Math.max(1, Math.min(LARGEST_CHUNK, files.size() / jobs));
        int threads = Math.min(jobs, (files.size() + chunk - 1) / chunk);
        Workers.run("mlops-checkout", threads, () -> {
            int start;
            while ((start = next.getAndAdd(chunk)) < entries.length) {
                int end = Math.min(entries.length, start + chunk);
                for (int i = start; i < end; i++) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    entries[i] = place(output, files.get(i), replace, failures);
                }
                listener.advanced(end - start);
            }
        });
        List<OutputState.Entry> placed = new ArrayList<>(entries.length);
        for (OutputState.Entry entry : entries) {
            if (entry != null) {
                placed.add(entry);
            }
        }
        return placed;
    }

    /** @return null where it failed */
    private OutputState.Entry place(Output output, Manifest.File wanted, boolean replace, List<PullFailure> failures) {
        String path = RepositoryPath.join(output.path(), wanted.path());
        try {
            if (!folders.exists(RepositoryPath.parent(path))) {
                // Its folder could not be made, and that was told.
                failures.add(failed(output, wanted.path(), "its folder could not be made"));
                return null;
            }
            Path file = folders.file(path);
            boolean same;
            if (replace) {
                Path fresh = file.resolveSibling(Comparison.TEMPORARY_PREFIX + UUID.randomUUID());
                try {
                    same = linker.place(wanted.id(), fresh, output.executable());
                    WorkspaceFolders.replace(file, fresh);
                } finally {
                    Files.deleteIfExists(fresh);
                }
            } else {
                same = linker.place(wanted.id(), file, output.executable());
            }
            FileStamp known = same ? stamps.get(wanted.id()) : null;
            return new OutputState.Entry(wanted.path(), wanted.id(), known == null ? stamp(file) : known);
        } catch (NoSuchFileException e) {
            failures.add(failed(output, wanted.path(), "the cache lost " + wanted.id() + " meanwhile; pull again"));
        } catch (FileAlreadyExistsException e) {
            failures.add(failed(
                    output,
                    wanted.path(),
                    "something else is there: a file that was just made, or one whose name differs in upper and lower case only,"
                            + " which this file system takes for the same"));
        } catch (IOException e) {
            failures.add(failed(output, wanted.path(), "could not write it: " + Failures.reason(e)));
        }
        return null;
    }

    static FileStamp stamp(Path file) throws IOException {
        return FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    private static PullFailure failed(Output output, String path, String problem) {
        return new PullFailure(RepositoryPath.join(output.path(), path), PullFailure.Kind.FAILED, problem);
    }
}

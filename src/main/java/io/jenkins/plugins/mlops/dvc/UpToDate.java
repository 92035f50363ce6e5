package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The quick answer for an output that nobody touched: no manifest is read and no folder is listed. A folder whose time is as it was has the names it had, so one
 * look at each file is enough in the workspace, and one look at each of the 256 folders in the cache.
 */
final class UpToDate {

    private static final int CHUNK = 512;

    private final Cache cache;
    private final WorkspaceFolders folders;
    private final int jobs;

    UpToDate(Cache cache, WorkspaceFolders folders, int jobs) {
        this.cache = cache;
        this.folders = folders;
        this.jobs = jobs;
    }

    /** @return whether all of the item's files are there and right, as far as one can tell without reading them */
    boolean isInWorkspace(PullPlan.Item item, OutputState state) throws InterruptedException {
        Output output = item.output();
        boolean covers = state.complete()
                && output.id().isPresent()
                && state.id().equals(output.id().get())
                && (state.paths().isEmpty() || state.paths().equals(item.paths()));
        if (!covers) {
            return false;
        }
        try {
            if (!folders.exists(RepositoryPath.parent(output.path()))) {
                return false;
            }
            Path place = folders.file(output.path());
            Path[] parents = new Path[state.folders().length];
            for (int i = 0; i < parents.length; i++) {
                parents[i] = i == 0 && state.folders()[0].isEmpty() ? place : place.resolve(state.folders()[i]);
                BasicFileAttributes attributes =
                        Files.readAttributes(parents[i], BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (!attributes.isDirectory() || time(attributes) != state.folderTimes()[i]) {
                    return false;
                }
            }
            return parents.length == 0
                    ? state.size() == 1 && Checkout.stamp(place).equals(state.stamp(0))
                    : areAllAsTheyWere(state, parents);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean areAllAsTheyWere(OutputState state, Path[] parents) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean different = new AtomicBoolean();
        int threads = Math.max(1, Math.min(jobs, state.size() / CHUNK));
        Workers.run("mlops-stat", threads, () -> {
            int start;
            while (!different.get() && (start = next.getAndAdd(CHUNK)) < state.size()) {
                int end = Math.min(state.size(), start + CHUNK);
                for (int i = start; i < end; i++) {
                    if (!isAsItWas(state, parents, i)) {
                        different.set(true);
                        break;
                    }
                }
            }
        });
        return !different.get();
    }

    private static boolean isAsItWas(OutputState state, Path[] parents, int file) {
        try {
            Path path = parents[state.folderOf()[file]].resolve(state.names()[file]);
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.size() == state.stamps()[file * 3]
                    && time(attributes) == state.stamps()[file * 3 + 1]
                    && FileStamp.of(attributes).inode() == state.stamps()[file * 3 + 2];
        } catch (IOException e) {
            return false;
        }
    }

    static long time(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }

    /**
     * @return the times of the cache's folders now; empty where an object is gone, or where the state's cache is another one
     */
    Optional<Map<String, Long>> inCache(OutputState state) {
        Map<String, Long> now = new TreeMap<>();
        boolean same = !state.shards().isEmpty();
        for (Map.Entry<String, Long> shard : state.shards().entrySet()) {
            Optional<Long> time = time(Path.of(shard.getKey()));
            if (time.isEmpty()) {
                return Optional.empty();
            }
            now.put(shard.getKey(), time.get());
            same &= time.get().equals(shard.getValue());
        }
        if (!now.containsKey(cache.folderName(state.id().shard()))) {
            return Optional.empty();
        }
        if (same) {
            return Optional.of(now);
        }
        if (!cache.path(state.id()).toFile().exists()) {
            return Optional.empty();
        }
        for (int i = 0; i < state.size(); i++) {
            ObjectId id = state.object(i);
            String shard = cache.folderName(id.shard());
            boolean unchanged = state.shards().containsKey(shard)
                    && state.shards().get(shard).equals(now.get(shard));
            if (!unchanged && !cache.path(id).toFile().exists()) {
                return Optional.empty();
            }
        }
        return Optional.of(now);
    }

    static Optional<Long> time(Path folder) {
        try {
            return Optional.of(time(Files.readAttributes(folder, BasicFileAttributes.class)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

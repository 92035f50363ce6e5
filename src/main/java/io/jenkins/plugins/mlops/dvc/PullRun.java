package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One pull from start to end. */
final class PullRun implements AutoCloseable {

    /** Below the repository's root; DVC has {@code .dvc/tmp} ignored by Git. */
    static final String INDEX = ".dvc/tmp/mlops/index";

    private static final long LOCK_POLL_MILLIS = 200;

    private final PullOptions options;
    private final PullListener listener;
    private final Cache cache;
    private final WorkspaceFolders folders;
    private final List<LinkType> links;
    private final int processors = Math.max(1, Runtime.getRuntime().availableProcessors());
    private final Path own;
    private final FileChannel lock;

    private final List<PullFailure> failures = new ArrayList<>();
    private final Map<ObjectId, PullFailure> unserved = new HashMap<>();
    private long files;
    private long bytes;
    private long downloaded;
    private long cached;
    private long unchanged;

    PullRun(Path root, DvcConfig config, PullOptions options, PullListener listener)
            throws IOException, InterruptedException {
        this.options = options;
        this.listener = listener;
        CacheSettings settings = config.cache();
        this.cache = Cache.open(options.cacheDir().orElse(settings.dir()), settings.sharedByGroup());
        List<LinkType> wanted = options.links().isEmpty() ? settings.links() : options.links();
        this.links = wanted.isEmpty() ? LinkType.DVC_DEFAULT : wanted;
        this.folders = new WorkspaceFolders(root);
        this.own = root.resolve(INDEX).resolveSibling("");
        Files.createDirectories(own);
        this.lock = lock(own.resolve("lock"));
    }

    record Outcome(long files, long bytes, long downloaded, long cached, long unchanged, List<PullFailure> failures) {}

    /** Two pulls into one workspace would fight over its files. */
    private FileChannel lock(Path file) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean told = false;
        while (true) {
            try {
                FileLock held = channel.tryLock();
                if (held != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException e) {
                // Held by another pull of this Java machine: wait as for any other.
            } catch (IOException e) {
                return channel;
            }
            if (!told) {
                listener.warned("Waiting for another pull into " + folders.root());
                told = true;
            }
            try {
                Thread.sleep(LOCK_POLL_MILLIS);
            } catch (InterruptedException e) {
                channel.close();
                throw e;
            }
        }
    }

    /** The installed {@code dvc}, which brings items into cache and workspace. */
    interface External {
        void pull(List<PullPlan.Item> items) throws IOException;
    }

    Outcome run(PullPlan plan, PullRemotes remotes, External external) throws IOException, InterruptedException {
        WorkspaceIndex index = WorkspaceIndex.load(folders.root().resolve(INDEX));
        UpToDate upToDate = new UpToDate(cache, folders, processors);
        if (plan.tracked().isPresent()) {
            for (String stale :
                    new StaleOutputs(cache, folders).remove(plan.tracked().get(), index)) {
                listener.warned("Removed '" + stale + "', which is not tracked any more");
            }
        }
        List<PullPlan.Item> todo = new ArrayList<>();
        for (PullPlan.Item item : plan.items()) {
            if (item.output().id().isEmpty()) {
                failures.add(withoutHash(item.output()));
            } else if (!isUpToDate(item, index, upToDate)) {
                todo.add(item);
            }
        }
        if (!todo.isEmpty()) {
            List<PullPlan.Item> foreign = notServed(todo, remotes);
            if (!foreign.isEmpty()) {
                external.pull(foreign);
            }
            serve(todo, remotes, index);
        }
        index.save();
        failures.sort(Comparator.comparing(PullFailure::path));
        return new Outcome(files, bytes, downloaded, cached, unchanged, List.copyOf(failures));
    }

    /** What the installed {@code dvc} has to bring. */
    private static List<PullPlan.Item> notServed(List<PullPlan.Item> items, PullRemotes remotes) throws IOException {
        List<PullPlan.Item> foreign = new ArrayList<>();
        for (PullPlan.Item item : items) {
            if (remotes.isLeftToDvc(item.output())) {
                foreign.add(item);
            }
        }
        return foreign;
    }

    private static PullFailure withoutHash(Output output) {
        return output.versionAware()
                ? new PullFailure(
                        output.path(),
                        PullFailure.Kind.FAILED,
                        "it is tracked by versions of cloud objects (version_aware), which is not served natively yet; use engine: dvc")
                : new PullFailure(
                        output.path(),
                        PullFailure.Kind.MISSING,
                        "its stage '" + output.stage()
                                + "' has no recorded hash for it; run 'dvc repro' or 'dvc commit' and commit the result");
    }

    private boolean isUpToDate(PullPlan.Item item, WorkspaceIndex index, UpToDate upToDate)
            throws InterruptedException {
        Optional<OutputState> state = index.get(item.output().path());
        if (state.isEmpty() || !upToDate.isInWorkspace(item, state.get())) {
            return false;
        }
        Optional<Map<String, Long>> shards = upToDate.inCache(state.get());
        if (shards.isEmpty()) {
            return false;
        }
        if (!shards.get().equals(state.get().shards())) {
            index.put(item.output().path(), state.get().withShards(shards.get()));
        }
        files += state.get().size();
        unchanged += state.get().size();
        bytes += state.get().bytes();
        return true;
    }

    private void serve(List<PullPlan.Item> items, PullRemotes remotes, WorkspaceIndex index)
            throws IOException, InterruptedException {
        fetch(manifests(items, remotes), remotes.jobs());
        Map<PullPlan.Item, List<Manifest.File>> wanted = new LinkedHashMap<>();
        for (PullPlan.Item item : items) {
            files(item).ifPresent(found -> wanted.put(item, found));
        }
        List<Fetch.Wanted> objects = new ArrayList<>();
        for (Map.Entry<PullPlan.Item, List<Manifest.File>> entry : wanted.entrySet()) {
            Output output = entry.getKey().output();
            List<Remote> from = remotes.of(output);
            for (Manifest.File file : entry.getValue()) {
                objects.add(new Fetch.Wanted(output, file, from));
            }
        }
        Map<ObjectId, FileStamp> stamps = fetch(objects, remotes.jobs());
        try {
            checkout(wanted, stamps, index);
        } catch (IOException e) {
            // What was not fetched is the better reason, and often the cause.
            failures.addAll(unserved.values());
            failures.add(new PullFailure(
                    INDEX, PullFailure.Kind.FAILED, "could not check out anything: " + Failures.reason(e)));
        }
    }

    private List<Fetch.Wanted> manifests(List<PullPlan.Item> items, PullRemotes remotes) throws IOException {
        List<Fetch.Wanted> manifests = new ArrayList<>();
        for (PullPlan.Item item : items) {
            ObjectId id = item.output().id().orElseThrow();
            if (id.isDirectory()) {
                manifests.add(new Fetch.Wanted(item.output(), new Manifest.File("", id), remotes.of(item.output())));
            }
        }
        return manifests;
    }

    /** @return how the objects look that the cache has now */
    private Map<ObjectId, FileStamp> fetch(List<Fetch.Wanted> wanted, int jobs)
            throws IOException, InterruptedException {
        Fetch.Report report = new Fetch(cache, options.verify(), Retry.DEFAULT, listener).run(wanted, jobs);
        downloaded += report.downloaded();
        cached += report.cached();
        unserved.putAll(report.failures());
        return report.stamps();
    }

    /** @return empty where the manifest is not at hand or no manifest, which is noted */
    private Optional<List<Manifest.File>> files(PullPlan.Item item) {
        Output output = item.output();
        ObjectId id = output.id().orElseThrow();
        if (!id.isDirectory()) {
            return Optional.of(List.of(new Manifest.File("", id)));
        }
        PullFailure failure = unserved.get(id);
        if (failure != null) {
            failures.add(new PullFailure(output.path(), failure.kind(), failure.problem()));
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(cache.path(id))) {
            List<Manifest.File> all =
                    Manifest.read(in, id, cache.path(id).toString()).files();
            if (item.paths().isEmpty()) {
                return Optional.of(all);
            }
            Comparison.Question question = new Comparison.Question(item, List.of(), Map.of(), false);
            for (String path : item.paths()) {
                boolean there = all.stream()
                        .anyMatch(file ->
                                RepositoryPath.isInsideOrSame(RepositoryPath.join(output.path(), file.path()), path));
                if (!there) {
                    failures.add(new PullFailure(
                            path, PullFailure.Kind.MISSING, "'" + output.path() + "' has no such file or folder"));
                }
            }
            return Optional.of(
                    all.stream().filter(file -> question.selects(file.path())).toList());
        } catch (IOException e) {
            failures.add(new PullFailure(
                    output.path(), PullFailure.Kind.CORRUPT, "its manifest cannot be read: " + Failures.reason(e)));
            return Optional.empty();
        }
    }

    private void checkout(
            Map<PullPlan.Item, List<Manifest.File>> wanted, Map<ObjectId, FileStamp> stamps, WorkspaceIndex index)
            throws IOException, InterruptedException {
        Linker linker = Linker.probe(cache, own, links);
        Checkout checkout = new Checkout(folders, linker, stamps, options, listener);
        Comparison comparison = new Comparison(cache, folders, processors);
        Set<String> interrupted = interrupted();
        Set<String> now = wanted.keySet().stream()
                .map(item -> item.output().path())
                .collect(Collectors.toCollection(TreeSet::new));
        now.addAll(interrupted);
        Files.writeString(own.resolve("checkout"), String.join("\n", now));
        listener.started(
                PullListener.Phase.CHECKOUT,
                wanted.values().stream().mapToLong(List::size).sum());
        Map<PullPlan.Item, Checkout.Outcome> outcomes = new LinkedHashMap<>();
        for (Map.Entry<PullPlan.Item, List<Manifest.File>> entry : wanted.entrySet()) {
            PullPlan.Item item = entry.getKey();
            String path = item.output().path();
            Map<String, OutputState.Entry> known =
                    index.get(path).map(OutputState::byPath).orElse(Map.of());
            files += entry.getValue().size();
            try {
                Differences differences = comparison.compare(
                        new Comparison.Question(item, entry.getValue(), known, interrupted.contains(path)));
                Checkout.Outcome outcome = checkout.apply(item.output(), differences, unserved);
                outcomes.put(item, outcome);
                failures.addAll(outcome.failures());
                unchanged += outcome.unchanged();
                now.remove(path);
            } catch (IOException e) {
                failures.add(new PullFailure(path, PullFailure.Kind.FAILED, Failures.reason(e)));
            }
        }
        Files.delete(own.resolve("checkout"));
        remember(outcomes, wanted, index);
    }

    /** The outputs that a pull was writing when it was killed. */
    private Set<String> interrupted() throws IOException {
        try {
            return new HashSet<>(List.of(Files.readString(own.resolve("checkout"), StandardCharsets.UTF_8)
                    .split("\n", -1)));
        } catch (NoSuchFileException e) {
            return new HashSet<>();
        }
    }

    /**
     * Whatever is written after this moment must get another time than what is recorded, so the clock of the file system has to move on before the looks that are
     * recorded are taken.
     */
    private void remember(
            Map<PullPlan.Item, Checkout.Outcome> outcomes,
            Map<PullPlan.Item, List<Manifest.File>> wanted,
            WorkspaceIndex index)
            throws InterruptedException {
        long finished = System.currentTimeMillis() * 1_000_000L;
        Thread.sleep(FileStamp.TICK_NANOS / 1_000_000L + 1);
        for (Map.Entry<PullPlan.Item, Checkout.Outcome> served : outcomes.entrySet()) {
            PullPlan.Item item = served.getKey();
            Checkout.Outcome outcome = served.getValue();
            String path = item.output().path();
            List<OutputState.Entry> entries = new ArrayList<>(outcome.entries().size());
            Map<String, Long> folderTimes = new HashMap<>();
            Map<Shard, Long> shardTimes = new HashMap<>();
            String folder = null;
            boolean complete = outcome.entries().size() == wanted.get(item).size()
                    && outcome.failures().isEmpty();
            try {
                shard(shardTimes, item.output().id().orElseThrow());
                for (OutputState.Entry entry : outcome.entries()) {
                    bytes += entry.stamp().size();
                    FileStamp stamp = entry.stamp();
                    if (stamp.modified() >= finished - FileStamp.TICK_NANOS) {
                        FileStamp again = Checkout.stamp(folders.file(RepositoryPath.join(path, entry.path())));
                        if (!again.equals(stamp)) {
                            complete = false;
                            continue;
                        }
                    }
                    entries.add(entry);
                    shard(shardTimes, entry.id());
                    folder = RepositoryPath.parent(entry.path(), folder);
                    folder(folderTimes, path, folder);
                }
                if (item.output().id().orElseThrow().isDirectory()) {
                    folder(folderTimes, path, "");
                }
                entries.sort(Comparator.comparing(OutputState.Entry::path));
                Map<String, Long> shards = new TreeMap<>();
                shardTimes.forEach((shard, time) -> shards.put(cache.folderName(shard), time));
                index.put(path, OutputState.of(item, entries, complete, new TreeMap<>(folderTimes), shards));
            } catch (IOException e) {
                // Somebody changes files at this moment; the next pull looks at all of them.
                index.remove(path);
            }
        }
    }

    private void shard(Map<Shard, Long> times, ObjectId id) {
        times.computeIfAbsent(
                id.shard(), shard -> UpToDate.time(cache.folder(shard)).orElse(0L));
    }

    private void folder(Map<String, Long> times, String output, String folder) throws IOException {
        for (String current = folder; !times.containsKey(current); current = RepositoryPath.parent(current)) {
            Path path = folders.file(RepositoryPath.join(output, current));
            times.put(current, UpToDate.time(path).orElseThrow(() -> new NoSuchFileException(path.toString())));
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which outputs hold another content in the workspace than what is recorded. Other than {@link Status} it does not ask for the content in the cache, and it remembers what it
 * hashed: a file is read once, and again only after its size, time or inode changed.
 */
public final class WorkspaceChanges {

    private static final String SEEN = PullRun.INDEX + "-seen";

    private final Path root;
    private final CacheSettings settings;

    /** @param root the folder that has {@code .dvc} */
    public WorkspaceChanges(Path root, DvcConfig config) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        this.settings = config.cache();
    }

    /** @return one for each, in their order; {@link OutputStatus.State#NOT_IN_CACHE} for a folder about whose files nothing is known here */
    public List<OutputStatus> of(Collection<Output> outputs) throws IOException, InterruptedException {
        Cache cache = Cache.open(settings.dir(), settings.sharedByGroup());
        WorkspaceFolders folders = new WorkspaceFolders(root);
        WorkspaceIndex pulled = WorkspaceIndex.load(root.resolve(PullRun.INDEX));
        WorkspaceIndex seen = WorkspaceIndex.load(root.resolve(SEEN));
        int jobs = Math.max(1, Runtime.getRuntime().availableProcessors());
        UpToDate upToDate = new UpToDate(cache, folders, jobs);
        Comparison comparison = new Comparison(cache, folders, jobs);
        List<OutputStatus> statuses = new ArrayList<>();
        for (Output output : outputs) {
            PullPlan.Item item = new PullPlan.Item(output, List.of());
            boolean there = Files.exists(root.resolve(output.path()), LinkOption.NOFOLLOW_LINKS);
            Optional<OutputState> state = pulled.get(output.path());
            if (output.id().isEmpty()) {
                statuses.add(Status.plain(output, there ? OutputStatus.State.NEW : OutputStatus.State.DELETED));
            } else if (!there) {
                statuses.add(Status.plain(output, OutputStatus.State.DELETED));
            } else if (state.isPresent()
                    && state.get().paths().isEmpty()
                    && upToDate.isInWorkspace(item, state.get())) {
                statuses.add(Status.plain(output, OutputStatus.State.UNCHANGED));
            } else {
                Map<String, OutputState.Entry> known = new HashMap<>();
                seen.get(output.path()).ifPresent(entries -> known.putAll(entries.byPath()));
                state.ifPresent(entries -> known.putAll(entries.byPath()));
                statuses.add(look(item, cache, comparison, known, seen));
            }
        }
        try {
            seen.save();
        } catch (IOException e) {
            // Read-only, or a full disk: the next look hashes again.
            return List.copyOf(statuses);
        }
        return List.copyOf(statuses);
    }

    private static OutputStatus look(
            PullPlan.Item item,
            Cache cache,
            Comparison comparison,
            Map<String, OutputState.Entry> known,
            WorkspaceIndex seen)
            throws IOException, InterruptedException {
        Optional<List<Manifest.File>> files = recorded(item.output().id().orElseThrow(), cache);
        if (files.isEmpty()) {
            return Status.plain(item.output(), OutputStatus.State.NOT_IN_CACHE);
        }
        long settled = System.currentTimeMillis() * 1_000_000L - FileStamp.TICK_NANOS;
        Differences differences = comparison.compare(new Comparison.Question(item, files.get(), known, false));
        remember(item, differences.right(), known, settled, seen);
        return Status.of(item.output(), differences);
    }

    private static Optional<List<Manifest.File>> recorded(ObjectId id, Cache cache) throws IOException {
        if (!id.isDirectory()) {
            return Optional.of(List.of(new Manifest.File("", id)));
        }
        Path manifest = cache.path(id);
        if (!manifest.toFile().exists()) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(manifest)) {
            return Optional.of(Manifest.read(in, id, manifest.toString()).files());
        }
    }

    /** @param settled a file that was written later may be written again without another time; it is not remembered */
    private static void remember(
            PullPlan.Item item,
            List<OutputState.Entry> right,
            Map<String, OutputState.Entry> known,
            long settled,
            WorkspaceIndex seen) {
        List<OutputState.Entry> entries = right.stream()
                .filter(entry -> entry.stamp().modified() < settled)
                .toList();
        if (entries.stream().allMatch(entry -> entry.equals(known.get(entry.path())))) {
            return;
        }
        Map<String, Long> folders = new TreeMap<>(Map.of("", 0L));
        entries.forEach(entry -> folders.put(RepositoryPath.parent(entry.path()), 0L));
        seen.put(item.output().path(), OutputState.of(item, entries, false, folders, Map.of()));
    }
}

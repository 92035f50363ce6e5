package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the workspace differs from what is recorded; changes nothing and asks no remote. */
public final class Status {

    private final Path root;
    private final CacheSettings settings;

    /** @param root the folder that has {@code .dvc} */
    public Status(Path root, DvcConfig config) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        this.settings = config.cache();
    }

    /** @return one for each item, in their order */
    public List<OutputStatus> of(PullPlan plan) throws IOException, InterruptedException {
        Cache cache = Cache.open(settings.dir(), settings.sharedByGroup());
        WorkspaceFolders folders = new WorkspaceFolders(root);
        WorkspaceIndex index = WorkspaceIndex.load(root.resolve(PullRun.INDEX));
        int jobs = Math.max(1, Runtime.getRuntime().availableProcessors());
        UpToDate upToDate = new UpToDate(cache, folders, jobs);
        Comparison comparison = new Comparison(cache, folders, jobs);
        List<OutputStatus> statuses = new ArrayList<>();
        for (PullPlan.Item item : plan.items()) {
            Output output = item.output();
            Optional<OutputState> state = index.get(output.path());
            boolean quick = state.isPresent()
                    && upToDate.isInWorkspace(item, state.get())
                    && upToDate.inCache(state.get()).isPresent();
            statuses.add(
                    quick
                            ? plain(output, OutputStatus.State.UNCHANGED)
                            : look(
                                    item,
                                    cache,
                                    comparison,
                                    state.map(OutputState::byPath).orElse(Map.of())));
        }
        return List.copyOf(statuses);
    }

    private OutputStatus look(
            PullPlan.Item item, Cache cache, Comparison comparison, Map<String, OutputState.Entry> known)
            throws IOException, InterruptedException {
        Output output = item.output();
        boolean there = Files.exists(root.resolve(output.path()), LinkOption.NOFOLLOW_LINKS);
        if (output.id().isEmpty()) {
            return plain(output, there ? OutputStatus.State.NEW : OutputStatus.State.DELETED);
        }
        Optional<List<Manifest.File>> files = cachedFiles(item, cache);
        if (files.isEmpty()) {
            return plain(output, OutputStatus.State.NOT_IN_CACHE);
        }
        if (!there) {
            return plain(output, OutputStatus.State.DELETED);
        }
        Differences differences = comparison.compare(new Comparison.Question(item, files.get(), known, false));
        return of(output, differences);
    }

    static OutputStatus of(Output output, Differences differences) {
        long added = differences.remove().size() + differences.unknown().size();
        long modified = differences.replace().size() + differences.changed().size();
        long deleted = differences.create().size();
        return added + modified + deleted == 0
                ? plain(output, OutputStatus.State.UNCHANGED)
                : new OutputStatus(
                        output.path(), output.stage(), OutputStatus.State.MODIFIED, added, modified, deleted);
    }

    private static Optional<List<Manifest.File>> cachedFiles(PullPlan.Item item, Cache cache) throws IOException {
        ObjectId id = item.output().id().orElseThrow();
        if (!id.isDirectory()) {
            boolean there = !item.output().cached() || cache.path(id).toFile().exists();
            return there ? Optional.of(List.of(new Manifest.File("", id))) : Optional.empty();
        }
        if (!cache.path(id).toFile().exists()) {
            return Optional.empty();
        }
        Comparison.Question question = new Comparison.Question(item, List.of(), Map.of(), false);
        List<Manifest.File> files;
        try (InputStream in = Files.newInputStream(cache.path(id))) {
            files = Manifest.read(in, id, cache.path(id).toString()).files().stream()
                    .filter(file -> question.selects(file.path()))
                    .toList();
        }
        for (Manifest.File file : files) {
            if (!cache.path(file.id()).toFile().exists()) {
                return Optional.empty();
            }
        }
        return Optional.of(files);
    }

    static OutputStatus plain(Output output, OutputStatus.State state) {
        return new OutputStatus(output.path(), output.stage(), state, 0, 0, 0);
    }
}

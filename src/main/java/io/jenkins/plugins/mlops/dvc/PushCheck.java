package io.jenkins.plugins.mlops.dvc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** Tells whether the remotes have all that a revision needs, without moving data: only manifests of folders that the cache lacks are read. */
public final class PushCheck {

    /** What storages list in one answer. */
    private static final int PAGE = 1000;

    /** Fewer objects are asked for one by one. */
    private static final int FEW = 64;

    private final DvcConfig config;
    private final RemoteOpener opener;

    public PushCheck(DvcConfig config, RemoteOpener opener) {
        this.config = config;
        this.opener = opener;
    }

    /**
     * @param objects that were looked for, each once
     * @param missing files that nobody else could pull, by path; a file of a folder has the folder's path in front
     */
    public record Result(long objects, List<PullFailure> missing) {
        public Result {
            missing = List.copyOf(missing);
        }

        public boolean isPushed() {
            return missing.isEmpty();
        }
    }

    private record Sought(ObjectId id, String path) {}

    /**
     * @param outputs of the revision; those that DVC does not push ({@code cache: false}, {@code push: false}, imports from other repositories) do not count
     * @param options remote, credentials, jobs and cacheDir count
     */
    public Result check(Collection<Output> outputs, PullOptions options) throws IOException, InterruptedException {
        CacheSettings settings = config.cache();
        Cache cache = Cache.open(options.cacheDir().orElse(settings.dir()), settings.sharedByGroup());
        List<PullFailure> missing = new ArrayList<>();
        long objects = 0;
        try (PullRemotes remotes = new PullRemotes(
                config, options, opener, new ImportSources(cache.folder(), config, opener, RepositorySource.none()))) {
            Map<Remote, Map<ObjectId, Sought>> sought = new LinkedHashMap<>();
            for (Output output : outputs) {
                boolean pushed = output.cached()
                        && output.pushed()
                        && output.id().isPresent()
                        && output.source()
                                .filter(ImportSource.GitRepository.class::isInstance)
                                .isEmpty();
                if (!pushed) {
                    continue;
                }
                List<Remote> from = remotes.of(output).stream()
                        .filter(remote -> !(remote instanceof ImportRemote))
                        .toList();
                if (from.isEmpty()) {
                    throw new IOException("There is no remote to push '" + output.path()
                            + "' to; add one with 'dvc remote add -d <name> <url>'");
                }
                collect(output, cache, from.get(0), sought.computeIfAbsent(from.get(0), r -> new LinkedHashMap<>()));
            }
            for (Map.Entry<Remote, Map<ObjectId, Sought>> entry : sought.entrySet()) {
                objects += entry.getValue().size();
                int jobs = options.jobs().orElse(entry.getKey().defaultJobs());
                missing.addAll(
                        missing(entry.getKey(), List.copyOf(entry.getValue().values()), jobs));
            }
        }
        missing.sort(Comparator.comparing(PullFailure::path));
        return new Result(objects, missing);
    }

    private static void collect(Output output, Cache cache, Remote remote, Map<ObjectId, Sought> sought)
            throws IOException {
        ObjectId id = output.id().orElseThrow();
        sought.putIfAbsent(id, new Sought(id, output.path()));
        if (!id.isDirectory()) {
            return;
        }
        byte[] manifest;
        try {
            manifest = Files.readAllBytes(cache.path(id));
        } catch (NoSuchFileException e) {
            try (InputStream in = remote.open(id.path(), 0)) {
                manifest = in.readAllBytes();
            } catch (NoSuchFileException gone) {
                // The folder's entry itself will be told as missing.
                return;
            }
        }
        for (Manifest.File file : Manifest.read(new ByteArrayInputStream(manifest), id, id.value())
                .files()) {
            sought.putIfAbsent(file.id(), new Sought(file.id(), RepositoryPath.join(output.path(), file.path())));
        }
    }

    private static List<PullFailure> missing(Remote remote, List<Sought> sought, int jobs)
            throws IOException, InterruptedException {
        Set<String> there = sought.size() <= FEW ? Set.of() : listed(remote, sought);
        List<Sought> open =
                sought.stream().filter(one -> !there.contains(one.id().path())).toList();
        List<PullFailure> missing = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger next = new AtomicInteger();
        AtomicReference<IOException> failure = new AtomicReference<>();
        Workers.run("mlops-push-check", Math.min(jobs, open.size()), () -> {
            int i;
            while ((i = next.getAndIncrement()) < open.size() && failure.get() == null) {
                Sought one = open.get(i);
                try {
                    if (remote.size(one.id().path()).isEmpty()) {
                        missing.add(new PullFailure(
                                one.path(),
                                PullFailure.Kind.MISSING,
                                one.id() + " is not in " + remote.description()
                                        + "; 'dvc push' it from where it was made"));
                    }
                } catch (IOException e) {
                    failure.compareAndSet(null, e);
                }
            }
        });
        if (failure.get() != null) {
            throw failure.get();
        }
        return missing;
    }

    /**
     * Lists by shard where that takes fewer requests than asking for each object; how full a shard is, the first one shows.
     *
     * @return objects that are there; others may be as well
     */
    private static Set<String> listed(Remote remote, List<Sought> sought) throws IOException {
        Set<Shard> shards = sought.stream().map(one -> one.id().shard()).collect(Collectors.toCollection(TreeSet::new));
        Set<String> there = new HashSet<>();
        boolean first = true;
        for (Shard shard : shards) {
            if (!remote.list(shard.folder() + "/", there::add)) {
                return Set.of();
            }
            if (first && (long) shards.size() * (there.size() / PAGE + 1) > sought.size()) {
                return there;
            }
            first = false;
        }
        return there;
    }
}

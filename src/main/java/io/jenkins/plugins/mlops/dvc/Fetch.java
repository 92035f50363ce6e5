package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Makes the cache have objects. Work goes by shard: whoever has a shard's lock fetches what it lacks, and another pull that wants the same meanwhile takes
 * other shards and finds these done.
 */
final class Fetch {

    /** After so many objects in a row that failed, the rest would fail as well. */
    private static final int HOPELESS = 10;

    /** Of a large pull a unit is a whole shard, so that one look tells that the cache has nothing of it. */
    private static final int LARGEST_UNIT = 512;

    private static final long WAIT_MILLIS = 100;

    private final Cache cache;
    private final VerifiedObjects verified;
    private final ShardLocks locks;
    private final boolean verify;
    private final Retry retry;
    private final PullListener listener;

    private final ConcurrentLinkedDeque<Unit> units = new ConcurrentLinkedDeque<>();
    private final Map<ObjectId, PullFailure> failures = new ConcurrentHashMap<>();
    private final LongAdder downloaded = new LongAdder();
    private final LongAdder cached = new LongAdder();
    private final AtomicInteger failedInARow = new AtomicInteger();
    private final AtomicReference<String> hopeless = new AtomicReference<>();
    private final AtomicInteger waits = new AtomicInteger();
    private Map<ObjectId, FileStamp> stamps = Map.of();

    /** @param verify whether objects that are there are hashed unless they are known to be good */
    Fetch(Cache cache, boolean verify, Retry retry, PullListener listener) {
        this.cache = cache;
        this.verified = new VerifiedObjects(cache);
        this.locks = new ShardLocks(cache);
        this.verify = verify;
        this.retry = retry;
        this.listener = listener;
    }

    /**
     * @param output whose file it is
     * @param remotes to try in this order
     */
    record Wanted(Output output, Manifest.File file, List<Remote> remotes) {
        ObjectId id() {
            return file.id();
        }

        /** Of the workspace, for messages. */
        String path() {
            return RepositoryPath.join(output.path(), file.path());
        }
    }

    /**
     * @param stamps how the objects that the cache has looked just now
     * @param failures of the objects that the cache does not have now
     */
    record Report(long downloaded, long cached, Map<ObjectId, FileStamp> stamps, Map<ObjectId, PullFailure> failures) {}

    private static final class Unit {
        final Shard shard;
        final List<Wanted> objects;
        long notBefore;

        Unit(Shard shard, List<Wanted> objects) {
            this.shard = shard;
            this.objects = objects;
        }
    }

    /**
     * @param wanted the same object more than once where several files have it
     * @param jobs threads
     */
    Report run(List<Wanted> wanted, int jobs) throws IOException, InterruptedException {
        Map<Shard, Map<ObjectId, Wanted>> shards = new HashMap<>();
        for (Wanted object : wanted) {
            ObjectId id = object.id();
            shards.computeIfAbsent(id.shard(), shard -> new HashMap<>()).putIfAbsent(id, object);
        }
        int total = shards.values().stream().mapToInt(Map::size).sum();
        listener.started(PullListener.Phase.FETCH, total);
        stamps = new ConcurrentHashMap<>(total);
        int unit = Math.max(1, Math.min(LARGEST_UNIT, total / (jobs * 4)));
        new TreeMap<>(shards).forEach((shard, byId) -> {
            List<Wanted> objects = List.copyOf(byId.values());
            for (int from = 0; from < objects.size(); from += unit) {
                units.add(new Unit(shard, objects.subList(from, Math.min(objects.size(), from + unit))));
            }
        });
        Workers.run("mlops-fetch", Math.min(jobs, units.size()), this::work);
        return new Report(downloaded.sum(), cached.sum(), stamps, Map.copyOf(failures));
    }

    private void work() throws InterruptedException {
        Transfer transfer = new Transfer(cache, listener::transferred);
        Unit unit;
        while ((unit = units.poll()) != null) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long early = unit.notBefore - System.currentTimeMillis();
            if (early > 0) {
                Thread.sleep(Math.min(early, WAIT_MILLIS));
            }
            Optional<Long> looked = changed(unit);
            // Where there is no folder there is nothing to look for.
            List<Wanted> lacking = looked.isEmpty() ? unit.objects : lacking(unit.shard, unit.objects);
            if (lacking.isEmpty()) {
                continue;
            }
            Optional<ShardLocks.Held> lock = locks.tryAcquire(unit.shard);
            if (lock.isEmpty()) {
                if (waits.getAndIncrement() == 0) {
                    listener.warned("Another pull fetches some of the same objects into " + cache.folder()
                            + "; sharing with it");
                }
                Unit rest = new Unit(unit.shard, lacking);
                rest.notBefore = System.currentTimeMillis() + WAIT_MILLIS;
                units.add(rest);
                continue;
            }
            try (ShardLocks.Held held = lock.get()) {
                // Between the look and the lock another pull may have brought them.
                boolean outdated = waits.get() > 0 || !changed(unit).equals(looked);
                fetch(transfer, unit.shard, outdated ? lacking(unit.shard, lacking) : lacking, held.isExclusive());
            }
        }
    }

    /** When something of the unit's shard came or went last; empty where the cache has nothing of it. */
    private Optional<Long> changed(Unit unit) {
        return UpToDate.time(cache.folder(unit.shard));
    }

    /** Those that the cache does not have; the others are counted. */
    private List<Wanted> lacking(Shard shard, List<Wanted> objects) throws InterruptedException {
        List<Wanted> lacking = new ArrayList<>();
        VerifiedObjects.Records good = new VerifiedObjects.Records(shard, objects.size());
        for (Wanted object : objects) {
            try {
                if (isThere(object.id(), good)) {
                    cached.increment();
                    listener.advanced(1);
                } else {
                    lacking.add(object);
                }
            } catch (IOException e) {
                fail(object, PullFailure.Kind.FAILED, "could not look into the cache: " + Failures.reason(e));
            }
        }
        verified.add(good);
        return lacking;
    }

    private boolean isThere(ObjectId id, VerifiedObjects.Records good) throws IOException {
        Optional<BasicFileAttributes> attributes = cache.attributes(id);
        if (attributes.isEmpty()) {
            return false;
        }
        boolean trusted = cache.isTrusted(id, attributes.get());
        FileStamp stamp = FileStamp.of(attributes.get());
        if (trusted && (!verify || verified.contains(id, stamp))) {
            stamps.put(id, stamp);
            return true;
        }
        if (!cache.hasRightContent(id)) {
            Path place = cache.quarantine(cache.path(id), id);
            listener.warned("The cache had a wrong file under " + id + "; it was put at " + place);
            return false;
        }
        cache.access().protect(cache.path(id));
        stamps.put(id, stamp);
        good.put(id, stamp);
        return true;
    }

    private void fetch(Transfer transfer, Shard shard, List<Wanted> objects, boolean exclusive)
            throws InterruptedException {
        if (objects.isEmpty()) {
            return;
        }
        VerifiedObjects.Records good = new VerifiedObjects.Records(shard, objects.size());
        try {
            cache.access().createFolders(cache.folder(shard));
        } catch (IOException e) {
            giveUp("could not create a folder in the cache: " + Failures.reason(e));
        }
        for (Wanted object : objects) {
            String reason = hopeless.get();
            if (reason != null) {
                fail(object, PullFailure.Kind.FAILED, reason);
                continue;
            }
            Path file = cache.path(object.id());
            if (fetchFromAny(transfer, object, file, exclusive)) {
                failedInARow.set(0);
                downloaded.increment();
                listener.advanced(1);
                try {
                    BasicFileAttributes attributes =
                            Files.readAttributes(file, cache.access().attributes());
                    if (!cache.access().isProtected(attributes)) {
                        cache.access().protect(file);
                    }
                    FileStamp stamp = FileStamp.of(attributes);
                    stamps.put(object.id(), stamp);
                    good.put(object.id(), stamp);
                } catch (IOException e) {
                    fail(object, PullFailure.Kind.FAILED, "it vanished from the cache at once: " + Failures.reason(e));
                }
            }
        }
        verified.add(good);
    }

    private boolean fetchFromAny(Transfer transfer, Wanted object, Path file, boolean exclusive)
            throws InterruptedException {
        PullFailure failure = null;
        for (Remote remote : object.remotes()) {
            try {
                bring(transfer, remote, object.id(), file, exclusive);
                return true;
            } catch (NoSuchFileException e) {
                continue;
            } catch (CorruptObjectException e) {
                failure = new PullFailure(object.path(), PullFailure.Kind.CORRUPT, e.getMessage());
            } catch (IOException e) {
                String problem =
                        "could not fetch " + object.id() + " from " + remote.description() + ": " + Failures.reason(e);
                failure = new PullFailure(object.path(), PullFailure.Kind.FAILED, problem);
                if (Failures.isDiskFull(e)) {
                    giveUp(problem);
                    break;
                }
            }
        }
        if (failure == null) {
            failure = new PullFailure(object.path(), PullFailure.Kind.MISSING, missing(object));
        } else if (failure.kind() == PullFailure.Kind.FAILED && failedInARow.incrementAndGet() >= HOPELESS) {
            giveUp("not tried after " + HOPELESS + " others failed in a row");
        }
        failures.put(object.id(), failure);
        listener.advanced(1);
        return false;
    }

    private static String missing(Wanted object) {
        List<String> asked = object.remotes().stream().map(Remote::description).toList();
        return object.id()
                + (asked.isEmpty()
                        ? " is not in the cache, and no remote is configured; add one with 'dvc remote add -d <name> <url>'"
                        : " is neither in the cache nor in " + String.join(" nor in ", asked)
                                + "; 'dvc push' it from where it was made");
    }

    private void bring(Transfer transfer, Remote remote, ObjectId id, Path file, boolean exclusive)
            throws IOException, InterruptedException {
        Path partial = cache.partial(id, exclusive ? "" : "." + UUID.randomUUID());
        int failed = 0;
        long before = -1;
        while (true) {
            try {
                transfer.bring(remote, id, file, partial);
                return;
            } catch (Remote.TransientException e) {
                long now = partial.toFile().length();
                failed = now > before && before >= 0 ? 1 : failed + 1;
                before = now;
                if (failed >= retry.attempts()) {
                    throw e;
                }
                if (failed == 1) {
                    listener.warned(e.getMessage() + "; trying again");
                }
                Thread.sleep(retry.pauseMillis(failed));
            } catch (IOException e) {
                if (!exclusive) {
                    Files.deleteIfExists(partial);
                }
                if (Thread.interrupted() || e instanceof java.nio.channels.ClosedByInterruptException) {
                    throw new InterruptedException();
                }
                throw e;
            }
        }
    }

    private void giveUp(String reason) {
        hopeless.compareAndSet(null, reason);
    }

    private void fail(Wanted object, PullFailure.Kind kind, String problem) {
        failures.put(object.id(), new PullFailure(object.path(), kind, problem));
        listener.advanced(1);
    }
}

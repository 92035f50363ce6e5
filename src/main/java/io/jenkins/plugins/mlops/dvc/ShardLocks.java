package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who may write to which shard of a cache, over all processes that use it: file locks, which the system takes back from a process that dies. Threads of one
 * pull share what the pull holds.
 */
final class ShardLocks {

    /**
     * The lock files that pulls of this Java machine hold, by their real paths. Must be known to all of them: a process loses a POSIX lock as soon as it closes
     * <em>any</em> handle of the file, so a second pull must not even open it, by whatever path it knows the cache.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Cache cache;
    private final Path folder;
    private final Map<Shard, Held> held = new HashMap<>();

    ShardLocks(Cache cache) {
        this.cache = cache;
        this.folder = real(cache.folder()).resolve(Cache.OWN).resolve("locks");
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            // Removed since it was opened; whoever fetches makes it anew.
            return folder;
        }
    }

    /** @return empty while another pull has the shard */
    synchronized Optional<Held> tryAcquire(Shard shard) {
        Held mine = held.get(shard);
        if (mine == null) {
            mine = lock(shard);
            if (mine == null) {
                return Optional.empty();
            }
            held.put(shard, mine);
        }
        mine.users++;
        return Optional.of(mine);
    }

    private Held lock(Shard shard) {
        Path file = folder.resolve(shard.name());
        if (!HELD_HERE.add(file)) {
            return null;
        }
        FileChannel channel = null;
        FileLock lock = null;
        boolean busy = false;
        try {
            cache.access().createFoldersFor(file);
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            cache.access().shareWithGroup(file);
            lock = channel.tryLock();
            busy = lock == null;
        } catch (OverlappingFileLockException e) {
            // Held here by a path that does not show that it is the same, such as that of a second mount.
            busy = true;
        } catch (IOException e) {
            // A file system without locks: then nobody excludes anybody, and each writes files of its own name.
            busy = false;
        }
        if (busy || lock == null) {
            close(channel);
            HELD_HERE.remove(file);
        }
        return busy ? null : new Held(shard, file, lock == null ? null : channel);
    }

    private static void close(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // The lock goes with the process at the latest.
                return;
            }
        }
    }

    private synchronized void release(Held done) {
        done.users--;
        if (done.users == 0) {
            held.remove(done.shard);
            if (done.channel != null) {
                close(done.channel);
                HELD_HERE.remove(done.file);
            }
        }
    }

    /** The right to write to a shard. */
    final class Held implements AutoCloseable {
        private final Shard shard;
        private final Path file;
        private final FileChannel channel;
        private int users;

        private Held(Shard shard, Path file, FileChannel channel) {
            this.shard = shard;
            this.file = file;
            this.channel = channel;
        }

        /** False where this file system cannot lock. */
        boolean isExclusive() {
            return channel != null;
        }

        @Override
        public void close() {
            release(this);
        }
    }
}

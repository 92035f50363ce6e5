package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which objects of a cache were seen to have the right hash, and how they looked then; one append-only file per shard, shared by all who use the cache. A
 * record that was torn or that no longer fits the object only means that the object is hashed once more.
 */
final class VerifiedObjects {

    private static final int RECORD = 48;

    private final Cache cache;
    private final Map<Shard, Map<ObjectId, FileStamp>> shards = new ConcurrentHashMap<>();

    VerifiedObjects(Cache cache) {
        this.cache = cache;
    }

    boolean contains(ObjectId id, FileStamp stamp) {
        return stamp.equals(shards.computeIfAbsent(id.shard(), this::read).get(id));
    }

    /** Objects of one shard, for {@link #add}. */
    static final class Records {
        private final Shard shard;
        private final ByteBuffer bytes;

        /** @param most objects that will be put in */
        Records(Shard shard, int most) {
            this.shard = shard;
            this.bytes = ByteBuffer.allocate(most * RECORD);
        }

        void put(ObjectId id, FileStamp stamp) {
            int start = bytes.position();
            bytes.putLong(id.high()).putLong(id.low());
            bytes.putLong(stamp.size()).putLong(stamp.modified()).putLong(stamp.inode());
            bytes.putLong(check(bytes.array(), start, id.isDirectory()));
        }
    }

    /** What cannot be written is forgotten: it costs a hash later, no correctness. */
    void add(Records objects) {
        ByteBuffer records = objects.bytes.flip();
        if (!records.hasRemaining()) {
            return;
        }
        Path file = file(objects.shard);
        try {
            cache.access().createFoldersFor(file);
            // One write of whole records in append mode: those of two processes do not mix.
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                channel.write(records);
            }
            cache.access().shareWithGroup(file);
        } catch (IOException e) {
            return;
        }
    }

    private Map<ObjectId, FileStamp> read(Shard shard) {
        Path file = file(shard);
        Map<ObjectId, FileStamp> stamps = new HashMap<>();
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return stamps;
        } catch (IOException e) {
            // Unreadable for this user: everything counts as not verified.
            return stamps;
        }
        ByteBuffer records = ByteBuffer.wrap(bytes);
        int at = 0;
        while (at + RECORD <= bytes.length) {
            long size = records.getLong(at + 16);
            FileStamp stamp = new FileStamp(size, records.getLong(at + 24), records.getLong(at + 32));
            long check = records.getLong(at + 40);
            boolean folder = check == check(bytes, at, true);
            if (folder || check == check(bytes, at, false)) {
                stamps.put(
                        new ObjectId(shard.algorithm(), records.getLong(at), records.getLong(at + 8), folder), stamp);
                at += RECORD;
            } else {
                at++;
            }
        }
        return stamps;
    }

    /** FNV-1a over the first 40 bytes. */
    private static long check(byte[] bytes, int start, boolean folder) {
        long hash = folder ? 0xcbf29ce484222325L : 0x84222325cbf29ce4L;
        for (int i = start; i < start + 40; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    private Path file(Shard shard) {
        return cache.own("verified").resolve(shard.name());
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which objects of a cache were seen to have the right hash, and how they looked then; one append-only file per shard, shared by all who use the cache. A
 * record that was torn or that no longer fits the object only means that the object is hashed once more.
 */
final class VerifiedObjects {

    private static final int RECORD = 48;

    private final Cache cache;
    private final Map<String, Map<String, FileStamp>> shards = new ConcurrentHashMap<>();

    VerifiedObjects(Cache cache) {
        this.cache = cache;
    }

    record Verified(ObjectId id, FileStamp stamp) {}

    boolean contains(ObjectId id, FileStamp stamp) {
        return stamp.equals(
                shards.computeIfAbsent(shard(id), name -> read(file(name))).get(id.md5() + id.isDirectory()));
    }

    /** Adds objects of one shard. What cannot be written is forgotten: it costs a hash later, no correctness. */
    void add(List<Verified> objects) {
        if (objects.isEmpty()) {
            return;
        }
        ByteBuffer records = ByteBuffer.allocate(objects.size() * RECORD);
        for (Verified object : objects) {
            records.put(HexFormat.of().parseHex(object.id().md5()));
            records.putLong(object.stamp().size());
            records.putLong(object.stamp().modified());
            records.putLong(object.stamp().inode());
            records.putLong(
                    check(records.array(), records.position() - 40, object.id().isDirectory()));
        }
        Path file = file(shard(objects.get(0).id()));
        try {
            cache.access().createFoldersFor(file);
            // One write of whole records in append mode: those of two processes do not mix.
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                records.flip();
                channel.write(records);
            }
            cache.access().shareWithGroup(file);
        } catch (IOException e) {
            return;
        }
    }

    private static Map<String, FileStamp> read(Path file) {
        Map<String, FileStamp> stamps = new HashMap<>();
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
                stamps.put(HexFormat.of().formatHex(bytes, at, at + 16) + folder, stamp);
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

    private Path file(String shard) {
        return cache.own("verified").resolve(shard);
    }

    static String shard(ObjectId id) {
        return (id.algorithm() == ObjectId.Algorithm.MD5 ? "md5-" : "legacy-")
                + id.value().substring(0, 2);
    }
}

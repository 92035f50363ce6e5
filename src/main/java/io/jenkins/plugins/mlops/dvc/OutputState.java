package io.jenkins.plugins.mlops.dvc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the files of an output, and the cache's folders with its objects, looked when both were last seen to be right. Plain arrays, since one output may have
 * a million files and reading this is most of what a pull without changes does.
 *
 * @param id the content that was checked out
 * @param paths as in {@link PullPlan.Item#paths()}
 * @param complete false where some files could not be served
 * @param folders relative to the output, {@code ""} first; none for a single file
 * @param folderTimes when the list of their files last changed
 * @param folderOf for each file the index of its folder
 * @param names of the files in their folders; {@code ""} for the output itself
 * @param stamps three for each file: size, time, inode
 * @param md5 sixteen bytes for each file
 * @param shards folders of the cache (absolute), and when the list of their objects last changed
 */
record OutputState(
        ObjectId id,
        List<String> paths,
        boolean complete,
        String[] folders,
        long[] folderTimes,
        int[] folderOf,
        String[] names,
        long[] stamps,
        byte[] md5,
        Map<String, Long> shards) {

    /** A file that is right. */
    record Entry(String path, ObjectId id, FileStamp stamp) {}

    static OutputState of(
            PullPlan.Item item,
            List<Entry> entries,
            boolean complete,
            Map<String, Long> folderTimes,
            Map<String, Long> shards) {
        boolean single = !item.output().id().orElseThrow().isDirectory();
        List<String> folders = new ArrayList<>(single ? List.of() : folderTimes.keySet());
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < folders.size(); i++) {
            indexes.put(folders.get(i), i);
        }
        int[] folderOf = new int[entries.size()];
        String[] names = new String[entries.size()];
        long[] stamps = new long[entries.size() * 3];
        ByteBuffer hashes = ByteBuffer.allocate(entries.size() * ObjectId.MD5_BYTES);
        String folder = null;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            folder = RepositoryPath.parent(entry.path(), folder);
            folderOf[i] = indexes.getOrDefault(folder, 0);
            names[i] = RepositoryPath.name(entry.path());
            stamps[i * 3] = entry.stamp().size();
            stamps[i * 3 + 1] = entry.stamp().modified();
            stamps[i * 3 + 2] = entry.stamp().inode();
            hashes.putLong(entry.id().high()).putLong(entry.id().low());
        }
        long[] times = folders.stream().mapToLong(folderTimes::get).toArray();
        return new OutputState(
                item.output().id().orElseThrow(),
                item.paths(),
                complete,
                folders.toArray(String[]::new),
                times,
                folderOf,
                names,
                stamps,
                hashes.array(),
                shards);
    }

    OutputState withShards(Map<String, Long> times) {
        return new OutputState(id, paths, complete, folders, folderTimes, folderOf, names, stamps, md5, times);
    }

    int size() {
        return names.length;
    }

    FileStamp stamp(int file) {
        return new FileStamp(stamps[file * 3], stamps[file * 3 + 1], stamps[file * 3 + 2]);
    }

    ObjectId object(int file) {
        ByteBuffer hashes = ByteBuffer.wrap(md5);
        int at = file * ObjectId.MD5_BYTES;
        return new ObjectId(id.algorithm(), hashes.getLong(at), hashes.getLong(at + Long.BYTES), false);
    }

    String path(int file) {
        return folders.length == 0 ? names[file] : RepositoryPath.join(folders[folderOf[file]], names[file]);
    }

    long bytes() {
        long sum = 0;
        for (int i = 0; i < stamps.length; i += 3) {
            sum += stamps[i];
        }
        return sum;
    }

    Map<String, Entry> byPath() {
        Map<String, Entry> entries = new HashMap<>(size() * 2);
        for (int i = 0; i < size(); i++) {
            entries.put(path(i), new Entry(path(i), object(i), stamp(i)));
        }
        return entries;
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** One of the 256 folders of a layout of cache and remote: what lies in it has a hash that begins with the folder's name. There is one instance of each. */
final class Shard implements Comparable<Shard> {

    private static final int COUNT = 256;

    private static final Shard[] ALL = IntStream.range(0, ObjectId.Algorithm.values().length * COUNT)
            .mapToObj(index -> new Shard(ObjectId.Algorithm.values()[index / COUNT], index % COUNT))
            .toArray(Shard[]::new);

    private final ObjectId.Algorithm algorithm;
    private final int number;
    private final String digits;
    private final String folder;
    private final byte[] prefix;

    private Shard(ObjectId.Algorithm algorithm, int number) {
        this.algorithm = algorithm;
        this.number = number;
        this.digits = Integer.toHexString(COUNT | number).substring(1);
        this.folder = algorithm == ObjectId.Algorithm.MD5 ? "files/md5/" + digits : digits;
        this.prefix = (folder + "/").getBytes(StandardCharsets.US_ASCII);
    }

    /** @param number what the first two digits of a hash say, 0 to 255 */
    static Shard of(ObjectId.Algorithm algorithm, int number) {
        return ALL[algorithm.ordinal() * COUNT + number];
    }

    ObjectId.Algorithm algorithm() {
        return algorithm;
    }

    /** Relative to a cache or a remote, {@code /}-separated. */
    String folder() {
        return folder;
    }

    int prefixLength() {
        return prefix.length;
    }

    /** Writes the folder and the slash behind it, in ASCII, to the start of {@code path}. */
    void writePrefix(byte[] path) {
        System.arraycopy(prefix, 0, path, 0, prefix.length);
    }

    /** One name in place of a path, for files of this program about the shard. */
    String name() {
        return (algorithm == ObjectId.Algorithm.MD5 ? "md5-" : "legacy-") + digits;
    }

    @Override
    public int compareTo(Shard other) {
        int byAlgorithm = algorithm.compareTo(other.algorithm);
        return byAlgorithm != 0 ? byAlgorithm : Integer.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return algorithm.ordinal() * COUNT + number;
    }

    @Override
    public String toString() {
        return name();
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The content hash under which DVC keeps a file or a folder's manifest. Two numbers and no text: a pull has a million of them, in maps and in no order. */
public final class ObjectId implements Comparable<ObjectId> {

    public enum Algorithm {
        /** DVC 3: {@code files/md5/ab/cdef...}, the md5 of the bytes. */
        MD5,
        /** DVC 2 and older: {@code ab/cdef...}, the md5 of text after CRLF became LF, of the bytes otherwise. */
        MD5_DOS2UNIX
    }

    static final int MD5_BYTES = 16;

    private static final int DIGITS = 2 * MD5_BYTES;
    private static final String DIRECTORY = ".dir";
    private static final byte[] DIRECTORY_SUFFIX = DIRECTORY.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIGIT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final ObjectId EMPTY = new ObjectId(Algorithm.MD5, "d41d8cd98f00b204e9800998ecf8427e");

    private final Algorithm algorithm;
    private final long high;
    private final long low;
    private final boolean directory;

    /**
     * @param algorithm decides the cache layout as well
     * @param value 32 lower-case hexadecimal digits, with {@code .dir} after them for a folder
     * @throws IllegalArgumentException for anything but such a hash; this keeps hostile paths out of the cache
     */
    public ObjectId(Algorithm algorithm, String value) {
        boolean fits =
                value.length() == DIGITS || value.length() == DIGITS + DIRECTORY.length() && value.endsWith(DIRECTORY);
        if (!fits) {
            throw invalid(value);
        }
        this.algorithm = algorithm;
        this.high = number(value, 0);
        this.low = number(value, DIGITS / 2);
        this.directory = value.length() > DIGITS;
    }

    /**
     * @param high the first eight bytes of the md5
     * @param low the last eight
     */
    ObjectId(Algorithm algorithm, long high, long low, boolean directory) {
        this.algorithm = algorithm;
        this.high = high;
        this.low = low;
        this.directory = directory;
    }

    /** @return empty where the constructor would refuse {@code value} */
    public static Optional<ObjectId> parse(Algorithm algorithm, String value) {
        try {
            return Optional.of(new ObjectId(algorithm, value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static long number(String value, int start) {
        long number = 0;
        for (int i = start; i < start + DIGITS / 2; i++) {
            int digit = digit(value.charAt(i));
            if (digit < 0) {
                throw invalid(value);
            }
            number = number << 4 | digit;
        }
        return number;
    }

    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    private static IllegalArgumentException invalid(String value) {
        return new IllegalArgumentException("'" + value + "' is no md5 hash");
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    /** As DVC writes it: the md5, with {@code .dir} after it for a folder. */
    public String value() {
        return directory ? md5() + DIRECTORY : md5();
    }

    public boolean isDirectory() {
        return directory;
    }

    /** The md5 alone, without {@code .dir}. */
    public String md5() {
        byte[] text = new byte[DIGITS];
        digits(text, 0);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /** @param md5 16 bytes */
    boolean hasMd5(byte[] md5) {
        ByteBuffer bytes = ByteBuffer.wrap(md5);
        return bytes.getLong() == high && bytes.getLong() == low;
    }

    /** Whether a file of that hash has no bytes. */
    boolean isEmptyFile() {
        return high == EMPTY.high && low == EMPTY.low && !directory;
    }

    /** Where a cache or a remote has it, {@code /}-separated and relative to its root. */
    public String path() {
        Shard shard = shard();
        int start = shard.prefixLength();
        byte[] text = new byte[start + DIGITS - 2 + (directory ? DIRECTORY_SUFFIX.length : 0)];
        digits(text, start - 2);
        // Over the first two digits, which are the folder's name.
        shard.writePrefix(text);
        if (directory) {
            System.arraycopy(DIRECTORY_SUFFIX, 0, text, start + DIGITS - 2, DIRECTORY_SUFFIX.length);
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Which folder of {@link #path()} that is, which it shares with about a 256th of all objects. */
    Shard shard() {
        return Shard.of(algorithm, (int) (high >>> 56));
    }

    private void digits(byte[] text, int start) {
        for (int i = 0; i < DIGITS / 2; i++) {
            int shift = 60 - 4 * i;
            text[start + i] = DIGIT[(int) (high >>> shift) & 15];
            text[start + DIGITS / 2 + i] = DIGIT[(int) (low >>> shift) & 15];
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectId that
                && high == that.high
                && low == that.low
                && algorithm == that.algorithm
                && directory == that.directory;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high ^ low) * 31 + algorithm.ordinal();
    }

    /** Hash maps ask for it where somebody chose many hashes that collide there. */
    @Override
    public int compareTo(ObjectId other) {
        int byAlgorithm = algorithm.compareTo(other.algorithm);
        if (byAlgorithm != 0) {
            return byAlgorithm;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        if (byHigh != 0) {
            return byHigh;
        }
        int byLow = Long.compareUnsigned(low, other.low);
        return byLow != 0 ? byLow : Boolean.compare(directory, other.directory);
    }

    @Override
    public String toString() {
        return value();
    }
}

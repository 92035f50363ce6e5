package io.jenkins.plugins.mlops.dvc;

import java.util.HexFormat;

/**
 * The content hash under which DVC keeps a file or a folder's manifest.
 *
 * @param algorithm decides the cache layout as well
 * @param value 32 lower-case hexadecimal digits, with {@code .dir} after them for a folder
 */
public record ObjectId(Algorithm algorithm, String value) {

    public enum Algorithm {
        /** DVC 3: {@code files/md5/ab/cdef...}, the md5 of the bytes. */
        MD5,
        /** DVC 2 and older: {@code ab/cdef...}, the md5 of text after CRLF became LF, of the bytes otherwise. */
        MD5_DOS2UNIX
    }

    private static final int DIGITS = 32;
    private static final String DIRECTORY_SUFFIX = ".dir";
    private static final String EMPTY_MD5 = "d41d8cd98f00b204e9800998ecf8427e";

    /** @throws IllegalArgumentException for anything but such a hash; this keeps hostile paths out of the cache */
    public ObjectId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + value + "' is no md5 hash");
        }
    }

    public static boolean isValid(String value) {
        // Not by a regular expression: a folder's manifest has such a hash for each of its files.
        if (value.length() != DIGITS && !(value.length() == DIGITS + 4 && value.endsWith(DIRECTORY_SUFFIX))) {
            return false;
        }
        for (int i = 0; i < DIGITS; i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    public boolean isDirectory() {
        return value.length() > DIGITS;
    }

    /** The md5 alone, without {@code .dir}. */
    public String md5() {
        return isDirectory() ? value.substring(0, DIGITS) : value;
    }

    /** Whether a file of that hash has no bytes. */
    boolean isEmptyFile() {
        return value.equals(EMPTY_MD5);
    }

    /** Where a cache or a remote has it, {@code /}-separated and relative to its root. */
    public String path() {
        return folder() + "/" + value.substring(2);
    }

    /** The folder of {@link #path()}, which it shares with about a 256th of all objects. */
    String folder() {
        String shard = value.substring(0, 2);
        return algorithm == Algorithm.MD5 ? "files/md5/" + shard : shard;
    }

    /** As that of a record, which takes some times as long until it is compiled well: a pull has a million of them in its maps. */
    @Override
    public int hashCode() {
        return value.hashCode() * 31 + algorithm.ordinal();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectId that && algorithm == that.algorithm && value.equals(that.value);
    }

    /** Which of the 256 folders that is. */
    int shard() {
        return HexFormat.fromHexDigit(value.charAt(0)) << 4 | HexFormat.fromHexDigit(value.charAt(1));
    }

    @Override
    public String toString() {
        return value;
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.util.regex.Pattern;

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

    private static final Pattern VALUE = Pattern.compile("[0-9a-f]{32}(\\.dir)?");
    private static final String DIRECTORY_SUFFIX = ".dir";

    /** @throws IllegalArgumentException for anything but such a hash; this keeps hostile paths out of the cache */
    public ObjectId {
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is no md5 hash");
        }
    }

    public static boolean isValid(String value) {
        return VALUE.matcher(value).matches();
    }

    public boolean isDirectory() {
        return value.endsWith(DIRECTORY_SUFFIX);
    }

    /** The md5 alone, without {@code .dir}. */
    public String md5() {
        return value.substring(0, 32);
    }

    /** Where a cache or a remote has it, {@code /}-separated and relative to its root. */
    public String path() {
        String sharded = value.substring(0, 2) + "/" + value.substring(2);
        return algorithm == Algorithm.MD5 ? "files/md5/" + sharded : sharded;
    }

    @Override
    public String toString() {
        return value;
    }
}

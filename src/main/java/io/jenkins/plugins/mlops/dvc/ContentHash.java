package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** DVC's content hashes of files. */
final class ContentHash {

    /** DVC decides text or binary anew for each chunk of this size, by its first {@value #PROBE} bytes; the same bytes must come out here. */
    private static final int CHUNK = 1 << 20;

    private static final int PROBE = 512;
    private static final double MOST_NON_TEXT = 0.30;

    private ContentHash() {}

    /** @return 32 hexadecimal digits */
    static String of(Path file, ObjectId.Algorithm algorithm) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in, algorithm);
        }
    }

    static String of(InputStream in, ObjectId.Algorithm algorithm) throws IOException {
        MessageDigest md5 = md5();
        byte[] chunk = new byte[CHUNK];
        int length;
        while ((length = in.readNBytes(chunk, 0, CHUNK)) > 0) {
            if (algorithm == ObjectId.Algorithm.MD5_DOS2UNIX && isText(chunk, Math.min(PROBE, length))) {
                length = dropCarriageReturns(chunk, length);
            }
            md5.update(chunk, 0, length);
        }
        return HexFormat.of().formatHex(md5.digest());
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no MD5, which DVC's hashes are", e);
        }
    }

    /** dvc-data's {@code istextblock}: no NUL, and at most 30 % of bytes that text does not have. */
    static boolean isText(byte[] block, int length) {
        int nonText = 0;
        for (int i = 0; i < length; i++) {
            byte b = block[i];
            if (b == 0) {
                return false;
            }
            boolean text = b >= 32 && b < 127 || b == '\n' || b == '\r' || b == '\t' || b == '\f' || b == '\b';
            if (!text) {
                nonText++;
            }
        }
        return length == 0 || (double) nonText / length <= MOST_NON_TEXT;
    }

    private static int dropCarriageReturns(byte[] chunk, int length) {
        int to = 0;
        for (int from = 0; from < length; from++) {
            boolean lineEnd = chunk[from] == '\r' && from + 1 < length && chunk[from + 1] == '\n';
            if (!lineEnd) {
                chunk[to++] = chunk[from];
            }
        }
        return to;
    }
}

package io.jenkins.plugins.mlops.lineage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes files. */
public final class Artifacts {

    private static final int BUFFER = 128 * 1024;

    private Artifacts() {}

    /** @param path relative to {@code repository}, {@code /}-separated */
    public static Artifact of(Path repository, String path) throws IOException {
        MessageDigest md5 = digest("MD5");
        MessageDigest sha256 = digest("SHA-256");
        long size = 0;
        try (InputStream in = Files.newInputStream(repository.resolve(path))) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                md5.update(buffer, 0, n);
                sha256.update(buffer, 0, n);
                size += n;
            }
        } catch (IOException e) {
            throw new IOException("Cannot hash " + repository.resolve(path) + ": " + e.getMessage(), e);
        }
        HexFormat hex = HexFormat.of();
        return new Artifact(path, size, hex.formatHex(md5.digest()), hex.formatHex(sha256.digest()));
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}

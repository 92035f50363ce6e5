package io.jenkins.plugins.mlops.steps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What {@code dvc add data} and {@code dvc push} leave of a folder with two files. */
final class TrackedData {

    private TrackedData() {}

    static void create(Path workspace, Path storage, String remote) throws IOException {
        String manifest = "[{\"md5\": \"" + put(storage, "alpha", "") + "\", \"relpath\": \"a.txt\"}, {\"md5\": \""
                + put(storage, "beta", "") + "\", \"relpath\": \"b.txt\"}]";
        String hash = put(storage, manifest, ".dir");
        Files.createDirectories(workspace.resolve(".dvc"));
        Files.writeString(
                workspace.resolve(".dvc/config"),
                "[core]\n    remote = storage\n['remote \"storage\"']\n    url = " + remote + "\n");
        Files.writeString(
                workspace.resolve("data.dvc"),
                "outs:\n- md5: " + hash + "\n  size: 9\n  nfiles: 2\n  hash: md5\n  path: data\n");
    }

    private static String put(Path storage, String content, String suffix) throws IOException {
        String md5 = md5(content);
        Path object = storage.resolve("files/md5/" + md5.substring(0, 2) + "/" + md5.substring(2) + suffix);
        Files.createDirectories(object.getParent());
        Files.writeString(object, content);
        return md5 + suffix;
    }

    private static String md5(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }
}

package io.jenkins.plugins.mlops.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.jenkins.plugins.mlops.dvc.ObjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts folders into a storage and leaves {@code .dvc} files, to the byte as {@code dvc add} and {@code dvc push} do, so that the demo needs no {@code dvc}. For the
 * example's few plain files, not for a user's data.
 */
final class DemoStorage {

    private record Entry(String path, String md5, long size) {}

    private final Path storage;

    DemoStorage(Path storage) {
        this.storage = storage;
    }

    /** Moves {@code folder} to the storage: after this only its {@code .dvc} file beside it is left. */
    void publish(Path folder) throws IOException {
        List<String> names;
        try (Stream<Path> tree = Files.list(folder)) {
            names = tree.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
        List<Entry> entries = new ArrayList<>();
        for (String name : names) {
            byte[] content = Files.readAllBytes(folder.resolve(name));
            entries.add(new Entry(name, put(content, ""), content.length));
        }
        // As json.dumps(..., sort_keys=True) of Python writes it, which is what the hash is of.
        String manifest = entries.stream()
                .map(entry -> "{\"md5\": \"" + entry.md5() + "\", \"relpath\": \""
                        + new String(JsonStringEncoder.getInstance().quoteAsString(entry.path())) + "\"}")
                .collect(Collectors.joining(", ", "[", "]"));
        String hash = put(manifest.getBytes(StandardCharsets.UTF_8), ".dir");
        long size = entries.stream().mapToLong(Entry::size).sum();
        String name = String.valueOf(folder.getFileName());
        Files.writeString(
                folder.resolveSibling(name + ".dvc"),
                "outs:\n- md5: " + hash + "\n  size: " + size + "\n  nfiles: " + entries.size()
                        + "\n  hash: md5\n  path: " + name + "\n");
        for (String file : names) {
            Files.delete(folder.resolve(file));
        }
        Files.delete(folder);
    }

    private String put(byte[] content, String suffix) throws IOException {
        String hash = md5(content) + suffix;
        Path object = storage.resolve(new ObjectId(ObjectId.Algorithm.MD5, hash).path());
        Files.createDirectories(object.resolveSibling(""));
        Files.write(object, content);
        return hash;
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }
}

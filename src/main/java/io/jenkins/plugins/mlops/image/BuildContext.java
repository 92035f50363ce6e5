package io.jenkins.plugins.mlops.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is sent to the builder. The same names and contents make the same bytes: sorted, of nobody, and all of one time. */
public final class BuildContext {

    private final SortedMap<String, ContextEntry> entries;
    /** Of each file's content, as it was when the context was made. */
    private final Map<String, String> hashes;

    private BuildContext(SortedMap<String, ContextEntry> entries, Map<String, String> hashes) {
        this.entries = entries;
        this.hashes = hashes;
    }

    /** Hashes all files, and adds the folders that they lie in. */
    static BuildContext of(Map<String, ContextEntry> entries) throws IOException {
        TreeMap<String, ContextEntry> all = new TreeMap<>(entries);
        for (String path : entries.keySet()) {
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                all.putIfAbsent(path.substring(0, slash), new ContextEntry.Folder());
            }
        }
        Map<String, String> hashes = new TreeMap<>();
        for (Map.Entry<String, ContextEntry> entry : all.entrySet()) {
            if (entry.getValue() instanceof ContextEntry.Content content) {
                hashes.put(entry.getKey(), hash(entry.getKey(), content));
            } else if (entry.getValue() instanceof ContextEntry.Text text) {
                hashes.put(entry.getKey(), HexFormat.of().formatHex(sha256().digest(text.bytes())));
            }
        }
        return new BuildContext(all, hashes);
    }

    private static String hash(String path, ContextEntry.Content content) throws IOException {
        MessageDigest sha256 = sha256();
        try (InputStream in = new DigestInputStream(content.open(), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new ImageException("Cannot read " + path + " for the image: " + e.getMessage(), e);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** The paths, sorted; folders among them. */
    public Iterable<String> paths() {
        return entries.keySet();
    }

    /** How many files there are. */
    public int files() {
        return hashes.size();
    }

    /** Bytes of all files. */
    public long size() {
        long size = 0;
        for (ContextEntry entry : entries.values()) {
            size += entry instanceof ContextEntry.Content content
                    ? content.size()
                    : entry instanceof ContextEntry.Text text ? text.bytes().length : 0;
        }
        return size;
    }

    /** One hash over names, kinds, permissions and contents: 64 hexadecimal digits. Times are no part of it. */
    String digest() {
        MessageDigest sha256 = sha256();
        entries.forEach((path, entry) -> {
            String kind;
            if (entry instanceof ContextEntry.Content content) {
                kind = (content.executable() ? "program " : "file ") + hashes.get(path);
            } else if (entry instanceof ContextEntry.Link link) {
                kind = "link " + link.target();
            } else {
                kind = entry instanceof ContextEntry.Text ? "file " + hashes.get(path) : "folder";
            }
            sha256.update((path + '\0' + kind + '\0').getBytes(StandardCharsets.UTF_8));
        });
        return HexFormat.of().formatHex(sha256.digest());
    }

    /**
     * Writes a tar; the stream stays open.
     *
     * @param time of all entries
     * @throws ImageException where a file is not the one any more that was hashed
     */
    public void writeTo(OutputStream out, Instant time) throws IOException {
        TarStream tar = new TarStream(out, time);
        for (Map.Entry<String, ContextEntry> entry : entries.entrySet()) {
            String path = entry.getKey();
            if (entry.getValue() instanceof ContextEntry.Content content) {
                write(path, content, tar);
            } else if (entry.getValue() instanceof ContextEntry.Text text) {
                tar.file(path, text.bytes().length, false, text.open());
            } else if (entry.getValue() instanceof ContextEntry.Link link) {
                tar.link(path, link.target());
            } else {
                tar.folder(path);
            }
        }
        tar.finish();
    }

    private void write(String path, ContextEntry.Content content, TarStream tar) throws IOException {
        MessageDigest sha256 = sha256();
        try (InputStream in = new DigestInputStream(content.open(), sha256)) {
            long written = tar.file(path, content.size(), content.executable(), in);
            if (written != content.size()
                    || !HexFormat.of().formatHex(sha256.digest()).equals(hashes.get(path))) {
                throw new ImageException(
                        "Cannot send " + path
                                + " to the builder: it changed while the image was being made. Let nothing write to the workspace meanwhile, and run it again");
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where objects are in a place that is not laid out by hash. */
final class ObjectLocations {

    /** Reads an object. */
    interface Opener {
        InputStream open() throws IOException;
    }

    /**
     * A file of an import.
     *
     * @param path relative to the imported folder; empty for an imported file
     */
    record Located(String path, ObjectId id, Opener opener) {}

    private final Map<String, Opener> byObjectPath = new HashMap<>();

    Optional<Opener> find(String objectPath) {
        return Optional.ofNullable(byObjectPath.get(objectPath));
    }

    void add(ObjectId id, Opener opener) {
        byObjectPath.putIfAbsent(id.path(), opener);
    }

    /** The files of a folder, and the manifest that DVC makes of them. */
    void addFolder(List<Located> files, ObjectId.Algorithm algorithm) throws IOException {
        for (Located file : files) {
            add(file.id(), file.opener());
        }
        byte[] manifest = manifest(files).getBytes(StandardCharsets.US_ASCII);
        String md5 = ContentHash.of(new ByteArrayInputStream(manifest), ObjectId.Algorithm.MD5);
        add(new ObjectId(algorithm, md5 + ".dir"), () -> new ByteArrayInputStream(manifest));
    }

    /** Byte for byte what Python's {@code json.dumps} writes for DVC: sorted by path, {@code ", "} and {@code ": "}, ASCII only. */
    static String manifest(List<Located> files) {
        List<Located> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(Located::path, ObjectLocations::compareCodePoints));
        StringBuilder json = new StringBuilder("[");
        for (Located file : sorted) {
            if (json.length() > 1) {
                json.append(", ");
            }
            json.append("{\"md5\": \"").append(file.id().md5()).append("\", \"relpath\": \"");
            file.path().chars().forEach(c -> appendEscaped(json, (char) c));
            json.append("\"}");
        }
        return json.append(']').toString();
    }

    private static void appendEscaped(StringBuilder json, char c) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            case '\b' -> json.append("\\b");
            case '\f' -> json.append("\\f");
            default -> {
                if (c < 0x20 || c > 0x7e) {
                    json.append("\\u");
                    for (int shift = 12; shift >= 0; shift -= 4) {
                        json.append(Character.forDigit(c >> shift & 0xf, 16));
                    }
                } else {
                    json.append(c);
                }
            }
        }
    }

    /** Python's order of strings; Java's differs where a character needs two chars. */
    private static int compareCodePoints(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return java.util.Arrays.compare(left, right);
    }
}

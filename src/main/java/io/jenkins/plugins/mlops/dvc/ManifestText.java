package io.jenkins.plugins.mlops.dvc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** A folder's manifest, byte for byte as Python's {@code json.dumps} writes it for DVC: sorted by path, {@code ", "} and {@code ": "}, ASCII only. */
final class ManifestText {

    private ManifestText() {}

    /** @param md5s by path, relative to the folder */
    static byte[] of(Map<String, String> md5s) {
        Map<String, String> sorted = new TreeMap<>(ManifestText::compareCodePoints);
        sorted.putAll(md5s);
        StringBuilder json = new StringBuilder("[");
        sorted.forEach((path, md5) -> {
            json.append(json.length() > 1 ? ", " : "")
                    .append("{\"md5\": \"")
                    .append(md5)
                    .append("\", \"relpath\": \"");
            escape(path, json);
            json.append("\"}");
        });
        return json.append(']').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void escape(String text, StringBuilder json) {
        for (char c : text.toCharArray()) {
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
                        json.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
    }

    /** Python's order of strings; Java's differs where a character needs two chars. */
    private static int compareCodePoints(String a, String b) {
        return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }
}

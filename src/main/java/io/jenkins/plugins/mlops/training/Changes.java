package io.jenkins.plugins.mlops.training;

import io.jenkins.plugins.mlops.lineage.CodeVersion;
import io.jenkins.plugins.mlops.lineage.DataInput;
import io.jenkins.plugins.mlops.lineage.Environment;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What changed between the inputs of two runs, in words. */
final class Changes {

    private static final int MOST = 5;
    private static final int SHORT_COMMIT = 12;

    private Changes() {}

    static String code(CodeVersion before, CodeVersion after) {
        List<String> parts = new ArrayList<>();
        if (!before.commit().equals(after.commit())) {
            parts.add("commit " + brief(before.commit()) + " -> " + brief(after.commit()));
        }
        if (!after.modified().isEmpty()) {
            parts.add("modified " + shorten(after.modified()));
        } else if (!before.modified().isEmpty()) {
            parts.add("no longer modified: " + shorten(before.modified()));
        }
        return "code: " + (parts.isEmpty() ? "changed" : String.join(", ", parts));
    }

    private static String brief(String commit) {
        return commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
    }

    static String command(List<String> before, List<String> after) {
        return "command: " + String.join(" ", before) + " -> " + String.join(" ", after);
    }

    static String data(List<DataInput> before, List<DataInput> after) {
        return "data: " + keys(hashes(before), hashes(after));
    }

    private static Map<String, String> hashes(List<DataInput> inputs) {
        Map<String, String> hashes = new LinkedHashMap<>();
        inputs.forEach(input -> hashes.put(input.path(), input.hash()));
        return hashes;
    }

    static String image(Environment before, Environment after) {
        return "image: " + before.image().orElse("none") + " -> "
                + after.image().orElse("none");
    }

    static String parameters(Snapshot before, Snapshot after) {
        String changed = values(texts(before), texts(after));
        return "parameters: " + (changed.isEmpty() ? "order" : changed);
    }

    private static Map<String, String> texts(Snapshot snapshot) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Metric> entry : snapshot.byName().entrySet()) {
            texts.put(entry.getKey(), entry.getValue().value().display());
        }
        return texts;
    }

    /** {@code a changed, b new, c gone}. */
    static String keys(Map<String, String> before, Map<String, String> after) {
        List<String> words = new ArrayList<>();
        for (String key : different(before, after)) {
            words.add(key + (!before.containsKey(key) ? " new" : !after.containsKey(key) ? " gone" : " changed"));
        }
        return shorten(words);
    }

    /** {@code a 1 -> 2, b none -> 3}. */
    static String values(Map<String, String> before, Map<String, String> after) {
        List<String> words = new ArrayList<>();
        for (String key : different(before, after)) {
            words.add(key + " " + before.getOrDefault(key, "none") + " -> " + after.getOrDefault(key, "none"));
        }
        return shorten(words);
    }

    private static List<String> different(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
        return List.copyOf(keys);
    }

    private static String shorten(List<String> words) {
        if (words.size() <= MOST) {
            return String.join(", ", words);
        }
        return String.join(", ", words.subList(0, MOST)) + " and " + (words.size() - MOST) + " more";
    }
}

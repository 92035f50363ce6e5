package io.jenkins.plugins.mlops.dvc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files in memory, that counts what is read and listed. */
final class MemoryTree implements SourceTree {

    private final TreeMap<String, byte[]> files = new TreeMap<>();
    final List<String> reads = new ArrayList<>();
    final List<String> lists = new ArrayList<>();

    /** A DVC repository with nothing in it. */
    static MemoryTree repository() {
        return new MemoryTree().with(".dvc/config", "");
    }

    MemoryTree with(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public Optional<byte[]> read(String path) {
        reads.add(path);
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public List<Entry> list(String folder) {
        lists.add(folder);
        String prefix = folder.isEmpty() ? "" : folder + "/";
        Map<String, Boolean> entries = new HashMap<>();
        for (String path : files.tailMap(prefix).keySet()) {
            if (!path.startsWith(prefix)) {
                break;
            }
            String rest = path.substring(prefix.length());
            int slash = rest.indexOf('/');
            entries.merge(slash < 0 ? rest : rest.substring(0, slash), slash >= 0, Boolean::logicalOr);
        }
        return entries.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .toList();
    }
}

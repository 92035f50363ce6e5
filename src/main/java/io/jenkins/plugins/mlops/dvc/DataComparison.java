package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.dvc.DataDiff.FileChange;
import io.jenkins.plugins.mlops.dvc.DataDiff.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares two states file by file where the manifests of both sides are at hand, else output by output. Equal md5s are equal content, whichever layout of the cache they
 * are for. A file that moved is deleted in one place and added in the other.
 */
final class DataComparison {

    /** @param size bytes where the output says so; else the source is asked, if the file changed at all */
    private record Content(ObjectId id, OptionalLong size) {}

    private final ManifestSource manifests;
    private final Map<String, Content> before = new TreeMap<>();
    private final Map<String, Content> after = new TreeMap<>();

    private DataComparison(ManifestSource manifests) {
        this.manifests = manifests;
    }

    static DataDiff compare(DataSnapshot old, DataSnapshot now, ManifestSource manifests, int limit)
            throws IOException {
        DataComparison comparison = new DataComparison(manifests);
        comparison.expand(byPath(old), byPath(now));
        return comparison.diff(limit);
    }

    private static Map<String, Output> byPath(DataSnapshot snapshot) {
        Map<String, Output> outputs = new TreeMap<>();
        snapshot.outputs().forEach(output -> outputs.put(output.path(), output));
        return outputs;
    }

    private void expand(Map<String, Output> old, Map<String, Output> now) throws IOException {
        for (String path : union(old, now)) {
            Optional<Output> one = Optional.ofNullable(old.get(path));
            Optional<Output> other = Optional.ofNullable(now.get(path));
            Optional<String> hash = one.flatMap(Output::id).map(ObjectId::value);
            if (hash.isPresent() && hash.equals(other.flatMap(Output::id).map(ObjectId::value))) {
                continue;
            }
            Optional<Map<String, Content>> oldFiles = files(one);
            Optional<Map<String, Content>> newFiles = files(other);
            if (oldFiles.isPresent() && newFiles.isPresent()) {
                before.putAll(oldFiles.get());
                after.putAll(newFiles.get());
            } else {
                before.putAll(asOne(one));
                after.putAll(asOne(other));
            }
        }
    }

    /** @return empty where the output is a folder whose manifest is not at hand */
    private Optional<Map<String, Content>> files(Optional<Output> output) throws IOException {
        if (output.isEmpty() || !output.get().id().orElseThrow().isDirectory()) {
            return Optional.of(asOne(output));
        }
        Optional<Manifest> manifest = manifests.manifest(output.get().id().orElseThrow());
        if (manifest.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Content> files = new TreeMap<>();
        for (Manifest.File file : manifest.get().files()) {
            files.put(output.get().path() + "/" + file.path(), new Content(file.id(), OptionalLong.empty()));
        }
        return Optional.of(files);
    }

    private static Map<String, Content> asOne(Optional<Output> output) {
        if (output.isEmpty()) {
            return Map.of();
        }
        ObjectId id = output.get().id().orElseThrow();
        return Map.of(
                output.get().path() + (id.isDirectory() ? "/" : ""),
                new Content(id, output.get().size()));
    }

    private DataDiff diff(int limit) throws IOException {
        List<FileChange> changes = new ArrayList<>();
        Map<Kind, Long> counts = new TreeMap<>();
        Map<Kind, Long> bytes = new TreeMap<>();
        for (String path : union(before, after)) {
            Optional<Content> one = Optional.ofNullable(before.get(path));
            Optional<Content> other = Optional.ofNullable(after.get(path));
            Optional<String> oldHash = one.map(content -> content.id().value());
            Optional<String> newHash = other.map(content -> content.id().value());
            if (oldHash.equals(newHash)) {
                continue;
            }
            Kind kind = one.isEmpty() ? Kind.ADDED : other.isEmpty() ? Kind.DELETED : Kind.CHANGED;
            OptionalLong oldSize = size(one);
            OptionalLong newSize = size(other);
            counts.merge(kind, 1L, Long::sum);
            bytes.merge(kind, (kind == Kind.DELETED ? oldSize : newSize).orElse(0), Long::sum);
            if (changes.size() < limit) {
                changes.add(new FileChange(path, kind, oldHash, newHash, oldSize, newSize));
            }
        }
        return new DataDiff(
                changes,
                new DataDiff.Totals(
                        counts.getOrDefault(Kind.ADDED, 0L),
                        counts.getOrDefault(Kind.CHANGED, 0L),
                        counts.getOrDefault(Kind.DELETED, 0L),
                        bytes.getOrDefault(Kind.ADDED, 0L),
                        bytes.getOrDefault(Kind.CHANGED, 0L),
                        bytes.getOrDefault(Kind.DELETED, 0L)));
    }

    private OptionalLong size(Optional<Content> content) throws IOException {
        if (content.isEmpty() || content.get().size().isPresent()) {
            return content.map(Content::size).orElse(OptionalLong.empty());
        }
        return content.get().id().isDirectory()
                ? OptionalLong.empty()
                : manifests.size(content.get().id());
    }

    private static TreeSet<String> union(Map<String, ?> one, Map<String, ?> other) {
        TreeSet<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        return keys;
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
        Map<String, String> md5s = new HashMap<>();
        for (Located file : files) {
            add(file.id(), file.opener());
            md5s.put(file.path(), file.id().md5());
        }
        byte[] manifest = ManifestText.of(md5s);
        String md5 = ContentHash.of(new ByteArrayInputStream(manifest), ObjectId.Algorithm.MD5);
        add(new ObjectId(algorithm, md5 + ".dir"), () -> new ByteArrayInputStream(manifest));
    }
}

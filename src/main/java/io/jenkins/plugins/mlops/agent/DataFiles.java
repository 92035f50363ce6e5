package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.dvc.CachedManifests;
import io.jenkins.plugins.mlops.dvc.ConfigLocations;
import io.jenkins.plugins.mlops.dvc.DvcConfig;
import io.jenkins.plugins.mlops.dvc.DvcRepository;
import io.jenkins.plugins.mlops.dvc.Manifest;
import io.jenkins.plugins.mlops.dvc.ManifestSource;
import io.jenkins.plugins.mlops.dvc.ObjectId;
import io.jenkins.plugins.mlops.dvc.Output;
import io.jenkins.plugins.mlops.lineage.DataInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of a dataset by the md5 of their bytes, which is what Jenkins' fingerprints are. DVC 2 hashed text otherwise, and the hash of a folder is that of its manifest; such hashes
 * are no file's.
 */
final class DataFiles {

    /** Each one becomes a file of the controller. */
    private static final int MOST = 1_000;

    private DataFiles() {}

    /** @return path to md5; a folder of too many files is left out whole */
    static TreeMap<String, String> of(List<DataInput> inputs, Path repository, ConfigLocations locations)
            throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        if (inputs.isEmpty() || !Files.isDirectory(repository.resolve(".dvc"))) {
            return files;
        }
        DvcRepository dvc = DvcRepository.open(repository);
        DvcConfig config = DvcConfig.load(dvc.tree(), repository, locations);
        ManifestSource manifests = new CachedManifests(config.cache().dir());
        for (Output output : dvc.outputs()) {
            Optional<ObjectId> id = output.id()
                    .filter(known -> known.algorithm() == ObjectId.Algorithm.MD5)
                    .filter(known -> isAmong(inputs, output.path(), known));
            if (id.isPresent()) {
                add(files, output.path(), id.get(), manifests);
            }
        }
        return files;
    }

    private static boolean isAmong(List<DataInput> inputs, String path, ObjectId id) {
        return inputs.stream()
                .anyMatch(input -> input.path().equals(path) && input.hash().equals(id.value()));
    }

    private static void add(TreeMap<String, String> files, String path, ObjectId id, ManifestSource manifests)
            throws IOException {
        if (!id.isDirectory()) {
            if (files.size() < MOST) {
                files.put(path, id.md5());
            }
            return;
        }
        List<Manifest.File> inside = manifests.manifest(id).map(Manifest::files).orElse(List.of());
        if (files.size() + inside.size() <= MOST) {
            inside.forEach(file -> files.put(path + "/" + file.path(), file.id().md5()));
        }
    }
}

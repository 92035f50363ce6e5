package io.jenkins.plugins.mlops.dvc;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** What a cache folder has, read as it is; for showing differences, where a damaged object does no harm. */
public final class CachedManifests implements ManifestSource {

    private final Path cache;

    public CachedManifests(Path cache) {
        this.cache = cache;
    }

    @Override
    public Optional<Manifest> manifest(ObjectId id) throws IOException {
        Path file = cache.resolve(id.path());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return Optional.of(Manifest.read(in, id, file.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public OptionalLong size(ObjectId id) throws IOException {
        try {
            return OptionalLong.of(Files.size(cache.resolve(id.path())));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }
}

package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.metrics.MetricReader;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** {@code {file: baseline/metrics.json}}: a metrics file that somebody keeps. Its age is that of its last modification. */
public final class FileBaseline implements BaselineSource {

    private final Path root;
    private final String file;

    /**
     * @param root of the repository
     * @param file relative to it
     */
    public FileBaseline(Path root, String file) {
        this.root = root;
        this.file = file;
    }

    @Override
    public String description() {
        return "file " + file;
    }

    @Override
    public Optional<Baseline> find() throws IOException {
        Path path = WorkspacePaths.resolve(root, file, "the baseline");
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Snapshot snapshot = MetricReader.read(Files.readAllBytes(path), file);
        return Optional.of(new Baseline(
                snapshot,
                description(),
                Optional.empty(),
                Optional.of(Files.getLastModifiedTime(path).toInstant()),
                Map.of()));
    }
}

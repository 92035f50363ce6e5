package io.jenkins.plugins.mlops.training;

import io.jenkins.plugins.mlops.lineage.InTotoStatement;
import io.jenkins.plugins.mlops.lineage.MlBom;
import io.jenkins.plugins.mlops.lineage.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The records of runs, {@code .mlops/runs/<id>/}: {@code run.json}, {@code provenance.intoto.json} and {@code ml-bom.cdx.json}. Git ignores all of {@code .mlops}. */
public final class RunStore {

    public static final String RUN = "run.json";
    public static final String PROVENANCE = "provenance.intoto.json";
    public static final String ML_BOM = "ml-bom.cdx.json";

    static final Comparator<StoredRun> NEWEST_FIRST = Comparator.comparing(
                    (StoredRun stored) -> stored.run().started())
            .thenComparing(stored -> stored.run().id())
            .reversed();

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final long MAX_SIZE = 64L * 1024 * 1024;

    private final Path root;
    private final Path folder;
    private final String builder;

    /**
     * @param repository that the runs are of
     * @param builder the URI that identifies who ran them, for the provenance
     */
    public RunStore(Path repository, String builder) {
        this.root = repository.resolve(".mlops");
        this.folder = root.resolve("runs");
        this.builder = builder;
    }

    public Path folder(String id) {
        return folder.resolve(checkId(id));
    }

    /**
     * @return {@code id}, which is safe as the name of a file
     * @throws IllegalArgumentException for text that no run has as its id
     */
    public static String checkId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("'" + id + "' is no id of a run");
        }
        return id;
    }

    public void save(StoredRun stored) throws IOException {
        TrainingRun run = stored.run();
        Path target = folder(run.id());
        Provenance provenance = new Provenance(
                run.id(),
                builder,
                run.command(),
                run.lineage(),
                run.started(),
                run.finished(),
                run.models(),
                run.metrics());
        try {
            Files.createDirectories(target);
            ignoreInGit();
            if (!run.models().isEmpty()) {
                write(target, PROVENANCE, InTotoStatement.text(provenance));
                write(target, ML_BOM, MlBom.text(provenance));
            }
            // Last, since a run is listed once it has this file.
            write(target, RUN, RunJson.text(stored));
        } catch (IOException e) {
            throw new IOException("Cannot record the run " + run.id() + " in " + target + ": " + e, e);
        }
    }

    private void ignoreInGit() throws IOException {
        if (!Files.exists(root.resolve(".gitignore"))) {
            write(root, ".gitignore", "*\n");
        }
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Path temporary = Files.createTempFile(folder, "." + name, ".tmp");
        try {
            // Not writeString, which fails where a metric's name is no text that UTF-8 has.
            Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Whole records only, newest first; what cannot be read is passed over, see {@link #unreadable()}. */
    public List<StoredRun> list() throws IOException {
        return scan().runs();
    }

    /** One sentence for each record that is there and cannot be read. */
    public List<String> unreadable() throws IOException {
        return scan().problems();
    }

    public Optional<StoredRun> find(String id) throws IOException {
        return read(folder(id));
    }

    private record Scan(List<StoredRun> runs, List<String> problems) {}

    private Scan scan() throws IOException {
        List<StoredRun> runs = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                if (!ID.matcher(String.valueOf(child.getFileName())).matches()) {
                    continue;
                }
                try {
                    read(child).ifPresent(runs::add);
                } catch (IOException e) {
                    problems.add("Cannot read the record of a run: " + e.getMessage());
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return new Scan(List.of(), List.of());
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        runs.sort(NEWEST_FIRST);
        problems.sort(Comparator.naturalOrder());
        return new Scan(List.copyOf(runs), List.copyOf(problems));
    }

    private static Optional<StoredRun> read(Path run) throws IOException {
        Path file = run.resolve(RUN);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_SIZE) {
            throw new IOException(file + " is larger than " + MAX_SIZE + " bytes");
        }
        // Not readString: bytes that are no UTF-8 are a problem of this file's text, told with its place.
        return Optional.of(RunJson.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), file.toString()));
    }
}

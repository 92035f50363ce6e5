package io.jenkins.plugins.mlops.build;

import hudson.model.Run;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.mlops.report.KeptEvaluation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What the gates of a build evaluated, {@code mlops/evaluation-1.json} and so on in the build's folder. */
final class KeptEvaluations {

    private static final String PREFIX = "evaluation-";
    private static final String SUFFIX = ".json";

    private final Path folder;

    private KeptEvaluations(Path folder) {
        this.folder = folder;
    }

    static KeptEvaluations of(Run<?, ?> run) {
        return new KeptEvaluations(run.getRootDir().toPath().resolve("mlops"));
    }

    void add(String json) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(PREFIX + (files().size() + 1) + SUFFIX);
        try (AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.UTF_8)) {
            writer.write(json);
            writer.commit();
        }
    }

    /**
     * @param name of the training; a build with just one evaluation has it whatever its name
     * @return the newest of that name, as it was added
     */
    Optional<String> find(String name) throws IOException {
        List<Path> files = files();
        for (Path file : files) {
            String json = Files.readString(file);
            if (files.size() == 1
                    || KeptEvaluation.read(json, file.toString()).name().equals(name)) {
                return Optional.of(json);
            }
        }
        return Optional.empty();
    }

    /** Newest first. */
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            found.forEach(files::add);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        // evaluation-10 comes after evaluation-9.
        files.sort((a, b) -> {
            int lengths = Integer.compare(a.toString().length(), b.toString().length());
            return lengths == 0 ? a.compareTo(b) : lengths;
        });
        Collections.reverse(files);
        return files;
    }
}

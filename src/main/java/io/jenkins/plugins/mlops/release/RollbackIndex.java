package io.jenkins.plugins.mlops.release;

import hudson.model.Job;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which builds of a job have rollbacks that go on: an empty file {@code mlops/rollbacks/<number>} for each in the job's folder, with which it is renamed and moved. So a controller that
 * comes up finds them without loading a build.
 */
final class RollbackIndex {

    private final Job<?, ?> job;

    RollbackIndex(Job<?, ?> job) {
        this.job = job;
    }

    private Path folder() {
        return job.getRootDir().toPath().resolve("mlops").resolve("rollbacks");
    }

    void add(int build) throws IOException {
        Files.createDirectories(folder());
        Files.write(folder().resolve(Integer.toString(build)), new byte[0]);
    }

    void remove(int build) throws IOException {
        Files.deleteIfExists(folder().resolve(Integer.toString(build)));
    }

    List<Integer> builds() throws IOException {
        List<Integer> builds = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder())) {
            for (Path file : found) {
                String name = String.valueOf(file.getFileName());
                if (name.matches("[0-9]{1,9}")) {
                    builds.add(Integer.parseInt(name));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return builds;
    }
}

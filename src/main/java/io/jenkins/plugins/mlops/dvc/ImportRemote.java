package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The place that an import came from, as a remote. It is opened when the first object is wanted. */
final class ImportRemote implements Remote {

    /** Finds out what is where. */
    interface Source {
        ObjectLocations locate() throws IOException;
    }

    private final String description;
    private final int jobs;
    private final Source source;
    private ObjectLocations locations;
    private IOException failure;

    ImportRemote(String description, int jobs, Source source) {
        this.description = description;
        this.jobs = jobs;
        this.source = source;
    }

    private synchronized ObjectLocations locations() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (locations == null) {
            try {
                locations = source.locate();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
        return locations;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
        Optional<ObjectLocations.Opener> opener = locations().find(path);
        if (opener.isEmpty()) {
            throw new NoSuchFileException(path, null, "not in " + description);
        }
        InputStream in = opener.get().open();
        try {
            in.skipNBytes(offset);
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public OptionalLong size(String path) throws IOException {
        try (InputStream in = open(path, 0)) {
            return OptionalLong.of(in.transferTo(java.io.OutputStream.nullOutputStream()));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public boolean list(String prefix, Consumer<String> paths) {
        return false;
    }

    @Override
    public int defaultJobs() {
        return jobs;
    }

    @Override
    public void close() {
        // What it reads from is closed by the one who opened that.
    }
}

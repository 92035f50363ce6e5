package io.jenkins.plugins.mlops.agent;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.mlops.training.PreparedRun;
import io.jenkins.plugins.mlops.training.PreparedRunJson;
import io.jenkins.plugins.mlops.training.RunJson;
import io.jenkins.plugins.mlops.training.RunStore;
import io.jenkins.plugins.mlops.training.StoredRun;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jenkins.MasterToSlaveFileCallable;

/** Takes down what a training made, in the workspace and for the build. */
public final class RecordTraining extends MasterToSlaveFileCallable<RecordTraining.Recorded> {
    private static final long serialVersionUID = 1L;

    /**
     * @param json a {@link StoredRun}
     * @param problem why a run that succeeded is none; null for none
     * @param attestations the folder, absolute, that has the in-toto statement and the ML-BOM; null where there are none
     * @param dataFiles path to md5 of the data that it ran on, as far as single files of it are known
     */
    public record Recorded(String json, String problem, String attestations, TreeMap<String, String> dataFiles)
            implements Serializable {}

    private final String prepared;
    private final int exitCode;
    private final String builder;
    private final String image;
    private final TreeMap<String, String> variables;

    /** @param prepared as {@link PrepareTraining} answered */
    public RecordTraining(String prepared, int exitCode, String builder, String image, Map<String, String> variables) {
        this.prepared = prepared;
        this.exitCode = exitCode;
        this.builder = builder;
        this.image = image;
        this.variables = new TreeMap<>(variables);
    }

    /** @throws AbortException with the engine's message, which a person can act on without a stack trace */
    @Override
    public Recorded invoke(File workspace, VirtualChannel channel) throws IOException {
        try {
            return record();
        } catch (IOException | IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private Recorded record() throws IOException {
        PreparedRun run = PreparedRunJson.read(prepared);
        Path root = run.plan().repository();
        try (TrainingFolder folder = TrainingFolder.open(root, builder, image, variables)) {
            Optional<String> problem = Optional.empty();
            try {
                folder.runner().after(run, exitCode);
            } catch (IOException e) {
                problem = Optional.of(String.valueOf(e.getMessage()));
            }
            Optional<StoredRun> stored = folder.store().find(run.id());
            if (stored.isEmpty()) {
                throw new IOException(problem.orElse("There is no record of the run " + run.id() + " in " + root));
            }
            Path files = folder.store().folder(run.id());
            boolean attested = Files.exists(files.resolve(RunStore.PROVENANCE));
            return new Recorded(
                    RunJson.text(stored.get()),
                    problem.orElse(null),
                    attested ? files.toString() : null,
                    DataFiles.of(run.lineage().data(), root, folder.locations()));
        }
    }
}

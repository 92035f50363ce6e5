package io.jenkins.plugins.mlops.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.mlops.training.PreparedRun;
import io.jenkins.plugins.mlops.training.PreparedRunJson;
import io.jenkins.plugins.mlops.training.RunJson;
import io.jenkins.plugins.mlops.training.StoredRun;
import io.jenkins.plugins.mlops.training.TrainingPlan;
import io.jenkins.plugins.mlops.training.UpToDate;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jenkins.MasterToSlaveFileCallable;

/** Takes down what a training is about to run on, and whether an earlier run did the same. */
public final class PrepareTraining extends MasterToSlaveFileCallable<PrepareTraining.Prepared> {
    private static final long serialVersionUID = 1L;

    /**
     * @param id of the run
     * @param json a {@link PreparedRun}
     * @param folder where it runs; absolute
     * @param reused the record of an earlier run that is as good; null where there is none
     */
    public record Prepared(String id, String json, String folder, String reused) implements Serializable {}

    private final TrainingRequest request;
    private final ArrayList<String> command;
    private final String builder;
    private final ArrayList<String> earlier;
    private final TreeMap<String, String> variables;
    private final TaskListener listener;

    /**
     * @param command as it is recorded
     * @param builder the URI that identifies who trains
     * @param earlier records of runs that the workspace need not have
     */
    public PrepareTraining(
            TrainingRequest request,
            List<String> command,
            String builder,
            List<String> earlier,
            Map<String, String> variables,
            TaskListener listener) {
        this.request = request;
        this.command = new ArrayList<>(command);
        this.builder = builder;
        this.earlier = new ArrayList<>(earlier);
        this.variables = new TreeMap<>(variables);
        this.listener = listener;
    }

    /** @throws AbortException with the engine's message, which a person can act on without a stack trace */
    @Override
    public Prepared invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        try {
            return prepare(workspace.toPath().toAbsolutePath().normalize());
        } catch (IOException | IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        } finally {
            // Lines of an agent are held back for a while; they belong before what the training prints.
            listener.getLogger().flush();
        }
    }

    private Prepared prepare(Path workspace) throws IOException, InterruptedException {
        try (TrainingFolder folder = TrainingFolder.open(workspace, request, builder, variables)) {
            TrainingPlan plan =
                    TrainingPlan.in(folder.root()).withFiles(request.files()).withCommand(command);
            PreparedRun run = folder.runner()
                    .before(
                            request.seed().isEmpty()
                                    ? plan
                                    : plan.withSeed(request.seed().getAsLong()));
            PrintStream log = listener.getLogger();
            if (!folder.root().equals(WorkspaceFolder.resolve(workspace, request.dir()))) {
                log.println("Training in " + folder.root() + ", the root of the DVC repository");
            }
            run.warning().ifPresent(warning -> log.println("WARNING: " + warning));
            String reused = null;
            if (request.skipIfUnchanged()) {
                UpToDate decision = folder.runner().upToDate(run, records());
                if (decision instanceof UpToDate.Reuse reuse) {
                    log.println("Nothing to train: " + decision.reason());
                    reused = RunJson.text(reuse.earlier());
                } else {
                    log.println("Training: " + decision.reason());
                }
            }
            return new Prepared(
                    run.id(), PreparedRunJson.text(run), folder.root().toString(), reused);
        }
    }

    private List<StoredRun> records() throws IOException {
        List<StoredRun> records = new ArrayList<>();
        for (String record : earlier) {
            records.add(RunJson.read(record, "the record of an earlier build"));
        }
        return records;
    }
}

package io.jenkins.plugins.mlops.steps;

import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlops.agent.RecordTraining;
import io.jenkins.plugins.mlops.build.TrainingRuns;
import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.training.RunJson;
import io.jenkins.plugins.mlops.training.RunStore;
import io.jenkins.plugins.mlops.training.StoredRun;
import io.jenkins.plugins.mlops.training.TrainingRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jenkins.util.BuildListenerAdapter;

/** Keeps what an agent took down with the build: records, fingerprints, and what goes along with a model. What comes from an agent is data, and checked. */
final class TrainingRecords {

    /** How many earlier builds of the job may have trained on the same inputs. */
    private static final int BUILDS = 20;

    private static final int LONGEST = 16 * 1024 * 1024;

    private final Run<?, ?> build;
    private final String name;
    private final FilePath workspace;
    private final Launcher launcher;
    private final TaskListener listener;

    /** @param name of the training; may be empty */
    TrainingRecords(Run<?, ?> build, String name, FilePath workspace, Launcher launcher, TaskListener listener) {
        this.build = build;
        this.name = name;
        this.workspace = workspace;
        this.launcher = launcher;
        this.listener = listener;
    }

    /** Records of the newest builds, as text. */
    static List<String> ofJob(Job<?, ?> job) throws IOException {
        return TrainingRuns.newest(job, BUILDS).stream().map(RunJson::text).toList();
    }

    static StoredRun read(String json) throws IOException {
        if (json.length() > LONGEST) {
            throw new AbortException(Messages.TrainModelStep_tooLong(LONGEST));
        }
        return RunJson.read(json, "the record of the agent");
    }

    /** @param id that the run has to have */
    StoredRun add(String id, RecordTraining.Recorded recorded) throws IOException, InterruptedException {
        StoredRun stored = read(recorded.json());
        TrainingRun run = stored.run();
        if (!run.id().equals(id)) {
            throw new AbortException(Messages.TrainModelStep_otherRun(id));
        }
        TrainingRuns.add(build, name, stored, false);
        Fingerprints fingerprints = new Fingerprints(build);
        recorded.dataFiles().forEach(fingerprints::used);
        for (Artifact model : run.models()) {
            fingerprints.made(model.path(), model.md5());
        }
        fingerprints.keep();
        if (recorded.attestations() != null) {
            archive(id, recorded.attestations());
        }
        listener.getLogger().println(TrainingResult.summary(run));
        return stored;
    }

    void addReused(StoredRun stored) throws IOException {
        TrainingRuns.add(build, name, stored, true);
        Fingerprints fingerprints = new Fingerprints(build);
        for (Artifact model : stored.run().models()) {
            fingerprints.used(model.path(), model.md5());
        }
        fingerprints.keep();
    }

    private void archive(String id, String folder) throws IOException, InterruptedException {
        Map<String, String> files = new TreeMap<>();
        for (String file : List.of(RunStore.PROVENANCE, RunStore.ML_BOM)) {
            files.put("mlops/" + id + "/" + file, file);
        }
        build.pickArtifactManager()
                .archive(workspace.child(folder), launcher, new BuildListenerAdapter(listener), files);
    }

    /** Of this build, in the order of {@code ids}. */
    List<TrainingRun> find(List<String> ids) throws IOException {
        TrainingRuns runs = build.getAction(TrainingRuns.class);
        List<TrainingRun> found = new ArrayList<>();
        for (String id : ids) {
            found.add(runs.find(id)
                    .orElseThrow(() -> new AbortException(Messages.TrainModelStep_recordGone(id)))
                    .run());
        }
        return found;
    }
}

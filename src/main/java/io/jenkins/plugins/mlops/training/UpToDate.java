package io.jenkins.plugins.mlops.training;

import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.lineage.Artifacts;
import io.jenkins.plugins.mlops.lineage.Lineage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a run would only make again what an earlier one made. */
public sealed interface UpToDate {

    /** In words, for a person. */
    String reason();

    /** Nothing to do. */
    record Reuse(StoredRun earlier, String reason) implements UpToDate {}

    record Train(String reason) implements UpToDate {}

    /**
     * @param earlier newest first
     * @return the newest successful run with the same inputs, as long as its models still lie in the workspace
     */
    static UpToDate decide(PreparedRun now, List<StoredRun> earlier) throws IOException {
        if (!now.modifiedData().isEmpty()) {
            return new Train(
                    "the workspace has other data than DVC recorded for " + String.join(", ", now.modifiedData()));
        }
        List<StoredRun> succeeded =
                earlier.stream().filter(stored -> stored.run().succeeded()).toList();
        if (succeeded.isEmpty()) {
            return new Train("there is no successful run yet");
        }
        Optional<StoredRun> same = succeeded.stream()
                .filter(stored -> stored.inputs().key().equals(now.inputs().key()))
                .findFirst();
        if (same.isEmpty()) {
            StoredRun newest = succeeded.get(0);
            return new Train("since run " + newest.run().id() + ": " + String.join("; ", changes(newest, now)));
        }
        TrainingRun run = same.get().run();
        for (Artifact model : run.models()) {
            if (!isThere(now.plan().repository(), model)) {
                return new Train("the inputs are those of run " + run.id() + ", but " + model.path()
                        + " in the workspace is not the one that it made");
            }
        }
        return new Reuse(
                same.get(),
                "code, data, parameters, lock files, command, image and seeds are those of run " + run.id());
    }

    private static boolean isThere(Path repository, Artifact model) throws IOException {
        Path file = repository.resolve(model.path());
        return Files.isRegularFile(file)
                && Files.size(file) == model.size()
                && Artifacts.of(repository, model.path()).sha256().equals(model.sha256());
    }

    private static List<String> changes(StoredRun before, PreparedRun now) {
        List<String> changes = new ArrayList<>();
        Lineage old = before.run().lineage();
        for (var part : now.inputs().parts().entrySet()) {
            if (!part.getValue().equals(before.inputs().parts().get(part.getKey()))) {
                changes.add(
                        switch (part.getKey()) {
                            case InputDigest.CODE ->
                                Changes.code(old.code(), now.lineage().code());
                            case InputDigest.COMMAND ->
                                Changes.command(
                                        before.run().command(), now.plan().command());
                            case InputDigest.DATA ->
                                Changes.data(old.data(), now.lineage().data());
                            case InputDigest.IMAGE ->
                                Changes.image(old.environment(), now.lineage().environment());
                            case InputDigest.LOCK_FILES ->
                                "lock files: "
                                        + Changes.keys(
                                                old.environment().lockFiles(),
                                                now.lineage().environment().lockFiles());
                            case InputDigest.PARAMETERS ->
                                Changes.parameters(
                                        old.parameters(), now.lineage().parameters());
                            default -> part.getKey() + " changed";
                            case InputDigest.SEEDS ->
                                "seeds: "
                                        + Changes.values(
                                                old.environment().seeds(),
                                                now.lineage().environment().seeds());
                        });
            }
        }
        if (changes.isEmpty() && before.inputs().parts().containsKey(InputDigest.MODIFIED_DATA)) {
            return List.of("data: it ran on other data than DVC had recorded");
        }
        return changes.isEmpty() ? List.of("it was recorded by another version of this program") : changes;
    }
}

package io.jenkins.plugins.mlops.steps;

import com.google.common.util.concurrent.ListenableFuture;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Result;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The context of the {@code sh} or {@code bat} within a training: that of the training, but for the folder, the environment, and who learns of the end. */
final class CommandContext extends StepContext {
    private static final long serialVersionUID = 1L;

    private final TrainModelExecution training;
    private final String folder;
    private final TreeMap<String, String> environment;

    /** @param folder absolute */
    CommandContext(TrainModelExecution training, String folder, Map<String, String> environment) {
        this.training = training;
        this.folder = folder;
        this.environment = new TreeMap<>(environment);
    }

    private StepContext outer() {
        return training.getContext();
    }

    @Override
    public <T> T get(Class<T> key) throws IOException, InterruptedException {
        T value = outer().get(key);
        if (value instanceof FilePath workspace) {
            return key.cast(workspace.child(folder));
        }
        if (value instanceof EnvVars variables) {
            EnvVars more = new EnvVars(variables);
            // Python would hold back what it prints to a file.
            more.putIfAbsent("PYTHONUNBUFFERED", "1");
            more.overrideAll(environment);
            return key.cast(more);
        }
        return value;
    }

    @Override
    public void onSuccess(@CheckForNull Object exitCode) {
        if (exitCode instanceof Integer code) {
            training.commandEnded(code);
        } else {
            training.trainingFailed(new IllegalStateException("a command ended without an exit code"));
        }
    }

    @Override
    public void onFailure(@NonNull Throwable failure) {
        training.trainingFailed(failure);
    }

    @Override
    public boolean isReady() {
        return outer().isReady();
    }

    @Override
    public ListenableFuture<Void> saveState() {
        return outer().saveState();
    }

    @Override
    public void setResult(Result result) {
        outer().setResult(result);
    }

    @Override
    public BodyInvoker newBodyInvoker() {
        throw new IllegalStateException("a command has no body");
    }

    @Override
    public boolean hasBody() {
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CommandContext that && that.outer().equals(outer());
    }

    @Override
    public int hashCode() {
        return outer().hashCode();
    }
}

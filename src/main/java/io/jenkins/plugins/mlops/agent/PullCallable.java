package io.jenkins.plugins.mlops.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.mlops.dvc.Pull;
import io.jenkins.plugins.mlops.dvc.PullOptions;
import io.jenkins.plugins.mlops.dvc.PullResult;
import io.jenkins.plugins.mlops.evaluation.Project;
import io.jenkins.plugins.mlops.git.Clones;
import io.jenkins.plugins.mlops.remote.Remotes;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import jenkins.MasterToSlaveFileCallable;

/** Pulls into a workspace; ends where its thread is interrupted, which remoting does when the step is stopped. */
public final class PullCallable extends MasterToSlaveFileCallable<PullSummary> {
    private static final long serialVersionUID = 1L;

    private final PullRequest request;
    private final RemoteLogins logins;
    private final TreeMap<String, String> variables;
    private final TaskListener listener;

    public PullCallable(
            PullRequest request, RemoteLogins logins, Map<String, String> variables, TaskListener listener) {
        this.request = request;
        this.logins = logins;
        this.variables = new TreeMap<>(variables);
        this.listener = listener;
    }

    /** @throws AbortException with the engine's message, which a person can act on without a stack trace */
    @Override
    public PullSummary invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        try {
            return pull(workspace.toPath().toAbsolutePath().normalize());
        } catch (IOException | IllegalArgumentException e) {
            throw new AbortException(logins.mask(String.valueOf(e.getMessage())));
        } finally {
            // Lines of an agent are held back for a while; they belong before the end of the step.
            listener.getLogger().flush();
        }
    }

    private PullSummary pull(Path workspace) throws IOException, InterruptedException {
        PrintStream log = listener.getLogger();
        PullOptions options =
                request.options(workspace).withCredentials(logins.rule(warning -> log.println("WARNING: " + warning)));
        Project project = WorkspaceProject.open(workspace, request.dir(), variables);
        Pull pull = new Pull(
                project.root(),
                project.config(),
                new Remotes(project.environment()),
                new Clones(project.root().resolve(".dvc/tmp/mlops-clones"), project.root()),
                project.environment());
        PullResult result = pull.run(
                project.repository().plan(request.targets()),
                options,
                new ConsoleProgress(log, logins, System::nanoTime));
        result.missing().forEach(missing -> log.println("WARNING: " + missing.path() + ": " + missing.problem()));
        log.println("Pulled " + result.files() + (result.files() == 1 ? " file, " : " files, ")
                + ConsoleProgress.amount(result.bytes()) + ": " + result.downloaded() + " objects fetched, "
                + result.unchanged() + " files as they were. Data version " + result.dataVersion());
        return PullSummary.of(result);
    }
}

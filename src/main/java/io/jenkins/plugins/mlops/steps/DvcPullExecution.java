package io.jenkins.plugins.mlops.steps;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlops.agent.PullCallable;
import io.jenkins.plugins.mlops.agent.PullRequest;
import io.jenkins.plugins.mlops.agent.RemoteLogins;
import io.jenkins.plugins.mlops.agent.RemoteUrlsCallable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Keeps the words of the step alone: the secret is looked up when the pull starts, and {@code program.dat} never has it. */
final class DvcPullExecution extends RepeatableStepExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    // Not a PullRequest: what reads program.dat sets final fields, which the JDK does not allow for records.
    private final ArrayList<String> targets;
    private final String dir;
    private final String remote;
    private final String credentialsId;
    private final String credentialsUrl;
    private final int jobs;
    private final String cacheDir;
    private final String link;
    private final boolean verify;
    private final boolean force;
    private final boolean allowMissing;
    private final String engine;

    DvcPullExecution(StepContext context, PullRequest request, String credentialsId, String credentialsUrl) {
        super(context);
        this.targets = request.targets();
        this.dir = request.dir();
        this.remote = request.remote();
        this.credentialsId = credentialsId;
        this.credentialsUrl = credentialsUrl;
        this.jobs = request.jobs();
        this.cacheDir = request.cacheDir();
        this.link = request.link();
        this.verify = request.verify();
        this.force = request.force();
        this.allowMissing = request.allowMissing();
        this.engine = request.engine();
    }

    @Override
    protected Map<String, Object> run() throws IOException, InterruptedException {
        MlopsConfiguration configuration = MlopsConfiguration.get();
        PullRequest request = configuration.complete(
                new PullRequest(targets, dir, remote, jobs, cacheDir, link, verify, force, allowMissing, engine));
        try {
            request.check();
        } catch (IllegalArgumentException e) {
            throw new AbortException("dvcPull: " + e.getMessage());
        }
        StepContext context = getContext();
        EnvVars variables = Optional.ofNullable(context.get(EnvVars.class)).orElseGet(EnvVars::new);
        FilePath workspace = workspace();
        TaskListener listener = context.get(TaskListener.class);
        PullLogins found = new PullLogins(context.get(Run.class), configuration.getRemotes(), listener.getLogger());
        RemoteLogins logins = credentialsId.isEmpty()
                ? found.bound(credentialsUrl, () -> workspace.act(new RemoteUrlsCallable(dir, variables)))
                : found.named(credentialsId, credentialsUrl);
        return workspace
                .act(new PullCallable(request, logins, variables, listener))
                .toMap();
    }
}

package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.mlops.agent.ManifestCallable;
import io.jenkins.plugins.mlops.build.BuildPage;
import io.jenkins.plugins.mlops.build.InputAnswers;
import io.jenkins.plugins.mlops.build.ModelImageAction;
import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.deploy.Cluster;
import io.jenkins.plugins.mlops.deploy.Deployer;
import io.jenkins.plugins.mlops.deploy.Deployments;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Provenance;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.State;
import io.jenkins.plugins.mlops.deploy.Steps;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.release.ClusterAddress;
import io.jenkins.plugins.mlops.release.PrometheusLogin;
import io.jenkins.plugins.mlops.release.ReleaseSubject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Has the body judge the new colour while the release goes on stepping, which holds the lock, and ends when both have ended. What was decided is kept, so that it is told once more to a release
 * that is made anew after a restart.
 */
final class BlueGreenDeployExecution extends ReleaseExecution {
    private static final long serialVersionUID = 1L;

    private static final Duration AGENT_POLL = Duration.ofSeconds(3);

    private enum Body {
        /** Not yet; or there is none. */
        NONE,
        RUNNING,
        PASSED,
        FAILED
    }

    /** How the release has ended; {@code failure} is null where it was promoted. */
    private record Ending(Map<String, Object> result, Throwable failure) {}

    private final DeployArguments arguments;
    private final boolean wait;
    private final boolean hasBody;

    private volatile String manifest;
    private volatile String buildUrl;
    private volatile String commit;
    private volatile String dataVersion;
    private volatile String modelDigest;

    private volatile Body body = Body.NONE;
    private volatile BodyExecution bodyExecution;

    /** Who let the new colour pass. */
    private volatile String approvedBy;

    private volatile Throwable bodyFailure;

    /** By the release, which has ended without it. */
    private volatile boolean cancelled;

    private volatile Throwable interruption;

    private transient volatile Deployer deployer;
    private transient volatile Ending ending;
    private transient volatile boolean completed;

    BlueGreenDeployExecution(StepContext context, DeployArguments arguments, ClusterAddress address, boolean wait) {
        super(context, address, arguments.app());
        this.arguments = arguments;
        this.wait = wait;
        this.hasBody = context.hasBody();
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        Optional<ModelImageAction> made = ModelImageAction.of(run, arguments.image());
        buildUrl = BuildPage.of(run).orElse("");
        commit = made.map(ModelImageAction::getCommit).orElse("");
        dataVersion = made.map(ModelImageAction::getDataVersion).orElse("");
        modelDigest = made.map(ModelImageAction::getModelDigest).orElse("");
        return super.start();
    }

    /** Reads the manifest, once: a restart need not have the agent back. */
    @Override
    Optional<Progress> prepare() throws IOException, InterruptedException {
        if (interruption != null && !isBegun()) {
            return Optional.of(new Progress.Finished(Outcome.DISCARDED, Messages.BlueGreenDeployStep_notBegun()));
        }
        Optional<String> file = arguments.manifestFile();
        if (file.isEmpty() || manifest != null) {
            return Optional.empty();
        }
        FilePath workspace;
        try {
            workspace = getContext().get(FilePath.class);
        } catch (IOException e) {
            // The agent is not connected; a timeout, or a person, ends that.
            return Optional.of(
                    new Progress.Working(State.IDLE, Messages.BlueGreenDeployStep_noAgent(file.get()), AGENT_POLL));
        }
        if (workspace == null) {
            throw new AbortException(Messages.BlueGreenDeployStep_noWorkspace(file.get()));
        }
        manifest = workspace.act(new ManifestCallable(file.get()));
        getContext().saveState();
        return Optional.empty();
    }

    @Override
    Steps steps(Cluster cluster, Author author, ReleaseListener listener) throws IOException {
        try {
            deployer = new Deployer(
                    cluster,
                    PrometheusLogin.get().open(arguments.prometheusUrl(), arguments.prometheusCredentialsId(), run()),
                    arguments.request(
                            manifest,
                            cluster.namespace(),
                            author,
                            new Provenance(buildUrl, commit, dataVersion, modelDigest)),
                    listener);
        } catch (IllegalArgumentException | DocumentException e) {
            throw new AbortException("blueGreenDeploy: " + e.getMessage());
        }
        Deployer release = deployer;
        return now -> interruption != null && !isBegun()
                ? new Progress.Finished(Outcome.DISCARDED, Messages.BlueGreenDeployStep_notBegun())
                : release.step(now);
    }

    @Override
    ReleaseSubject subject(ClusterAddress cluster, String id) {
        return new ReleaseSubject(app(), cluster, arguments.image(), id, ReleaseSubject.Kind.DEPLOY);
    }

    @Override
    void decide() {
        if (interruption != null) {
            deployer.discard(reason(interruption), InputAnswers.whoAborted(interruption));
        } else if (body == Body.PASSED) {
            deployer.promote(approvedBy);
        } else if (body == Body.FAILED && !cancelled) {
            deployer.discard(reason(bodyFailure), InputAnswers.whoAborted(bodyFailure));
        } else if (!hasBody) {
            deployer.promote("");
        }
    }

    private static String reason(Throwable failure) {
        if (InputAnswers.isRejection(failure)) {
            return Messages.BlueGreenDeployStep_rejected();
        }
        if (failure instanceof FlowInterruptedException interrupted) {
            return interrupted.getCauses().stream()
                    .map(CauseOfInterruption::getShortDescription)
                    .reduce((first, second) -> first + ", " + second)
                    .orElse(Messages.BlueGreenDeployStep_stopped());
        }
        return Messages.BlueGreenDeployStep_bodyFailed(
                failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }

    @Override
    boolean progressed(Progress progress) throws IOException, InterruptedException {
        if (progress instanceof Progress.Finished finished) {
            end(finished.outcome(), finished.message());
            return false;
        }
        boolean settled = progress instanceof Progress.Working working
                && working.state() == State.RETIRING
                && !working.again().isZero();
        if (settled && (interruption != null || !wait)) {
            console().note(Messages.BlueGreenDeployStep_oldLeft());
            end(Outcome.PROMOTED, progress.message());
            return false;
        }
        if (progress.state() == State.DISCARDING) {
            cancelBody(progress.message());
        }
        if (progress instanceof Progress.AwaitingApproval
                && hasBody
                && body == Body.NONE
                && bodyExecution == null
                && interruption == null) {
            startBody();
        }
        return true;
    }

    private void end(Outcome outcome, String message) {
        end(new Ending(
                result(arguments.image(), outcome, message),
                outcome == Outcome.PROMOTED ? null : new AbortException(message)));
    }

    @Override
    void failed(Throwable problem) {
        if (interruption != null || body == Body.FAILED) {
            // The build ends with that; this would be told nowhere.
            console().noticed(String.valueOf(problem.getMessage()));
        }
        end(new Ending(Map.of(), problem));
    }

    private void end(Ending how) {
        stopDriving();
        synchronized (this) {
            ending = how;
        }
        cancelBody(how.failure() == null ? "" : String.valueOf(how.failure().getMessage()));
        complete();
    }

    private void startBody() throws IOException, InterruptedException {
        StepContext context = getContext();
        TreeMap<String, String> environment = new TreeMap<>();
        environment.put("MLOPS_PREVIEW_SERVICE", Deployments.previewService(app()));
        environment.put("MLOPS_NAMESPACE", namespace());
        environment.put("MLOPS_APP", app());
        environment.put(
                "MLOPS_COLOUR", record().map(release -> release.to().name()).orElse(""));
        bodyExecution = context.newBodyInvoker()
                .withContext(EnvironmentExpander.merge(
                        context.get(EnvironmentExpander.class), EnvironmentExpander.constant(environment)))
                .withCallback(new ReleaseBody(this))
                .start();
        context.saveState();
    }

    /** Told by the thread that goes on to save the program, so that no saved program waits for a body that it does not have. */
    void bodyStarted() {
        body = Body.RUNNING;
    }

    void bodyPassed() {
        approvedBy = approvers();
        body = Body.PASSED;
        bodyEnded();
    }

    void bodyFailed(Throwable failure) {
        bodyFailure = failure;
        body = Body.FAILED;
        bodyEnded();
    }

    private void bodyEnded() {
        bodyExecution = null;
        getContext().saveState();
        complete();
        wake();
    }

    /** Those who were asked in the body; where nobody was, the build itself has decided. */
    private String approvers() {
        try {
            Set<String> approvers = InputAnswers.approvers(
                    getContext().get(FlowExecution.class), getContext().get(FlowNode.class));
            return approvers.isEmpty() ? run().getExternalizableId() : String.join(", ", approvers);
        } catch (IOException | InterruptedException e) {
            return run().getExternalizableId();
        }
    }

    private void cancelBody(String message) {
        BodyExecution running = bodyExecution;
        if (body == Body.RUNNING && running != null && !cancelled) {
            cancelled = true;
            running.cancel(new FlowInterruptedException(Result.FAILURE, true, new ReleaseEnded(message)));
        }
    }

    /** Once both the release and the body have ended, whichever was later. */
    private void complete() {
        Ending end;
        synchronized (this) {
            if (ending == null || body == Body.RUNNING || completed) {
                return;
            }
            completed = true;
            end = ending;
        }
        Throwable cause = end.failure();
        if (interruption != null) {
            cause = interruption;
        } else if (body == Body.FAILED && !cancelled) {
            cause = bodyFailure;
        }
        if (cause == null) {
            getContext().onSuccess(end.result());
        } else {
            getContext().onFailure(cause);
        }
    }

    /** Before the switch the new colour is taken away, while it is watched the old one serves again; after that there is nothing to stop. The second stop waits for nothing. */
    @Override
    public void stop(@NonNull Throwable cause) {
        BodyExecution running = bodyExecution;
        if (interruption != null || isStop(bodyFailure)) {
            abandon(cause);
            return;
        }
        interruption = cause;
        getContext().saveState();
        if (body == Body.RUNNING && running != null) {
            running.cancel(cause);
        }
        wake();
    }

    /** A stop of the build is told to the innermost steps alone. */
    private static boolean isStop(Throwable failure) {
        return failure instanceof FlowInterruptedException interrupted
                && interrupted.getCauses().stream().anyMatch(CauseOfInterruption.UserInterruption.class::isInstance);
    }
}

package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.mlops.agent.PrepareTraining;
import io.jenkins.plugins.mlops.agent.RecordTraining;
import io.jenkins.plugins.mlops.agent.TrainingRequest;
import io.jenkins.plugins.mlops.training.RunStore;
import io.jenkins.plugins.mlops.training.StoredRun;
import io.jenkins.plugins.mlops.training.TrainingRun;
import io.jenkins.plugins.mlops.training.TrainingRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import jenkins.MasterToSlaveFileCallable;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.springframework.security.core.Authentication;

/**
 * Takes down the inputs, has the training run, and takes down what came out; as often as it is to be repeated.
 *
 * <p>The training itself is the body, or else the {@code sh} or {@code bat} of the durable-task step, which is started here as an inner step and driven by the life cycle of this one: it
 * survives a restart of the controller, waits for an agent that lost its connection, and ends all processes when it is stopped, and none of that is written a second time. What is before and
 * after it is done anew where a restart cut it off, since it changes nothing but the record.
 *
 * <p>{@code program.dat} has plain texts of it alone.
 */
final class TrainModelExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    /** As long as {@code sh} waits for an agent. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private enum Phase {
        /** On the agent; no process of the training is there yet. */
        PREPARING,
        /** The body or the process runs. */
        TRAINING,
        /** It has ended; on the agent. */
        RECORDING
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private final TrainingRequest request;

    /** Null where there is a body. */
    private final TrainingCommand command;

    /** Of the runs that are recorded; more than one where it repeats. */
    private final ArrayList<String> recorded = new ArrayList<>();

    private volatile Phase phase = Phase.PREPARING;
    private volatile String runId;
    private volatile String prepared;
    private volatile StepExecution process;
    private volatile BodyExecution body;
    private volatile int exitCode;
    private volatile Throwable failure;
    private volatile Throwable interruption;

    private transient volatile boolean resumed;
    private transient volatile Future<?> work;
    private transient volatile Throwable stopCause;

    /** @param command null where there is a body */
    TrainModelExecution(StepContext context, TrainingRequest request, TrainingCommand command) {
        super(context);
        this.request = request;
        this.command = command;
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        try {
            request.check();
        } catch (IllegalArgumentException e) {
            throw new AbortException("trainModel: " + e.getMessage());
        }
        if (command != null) {
            Optional<String> secret = SecretVariables.of(getContext()).nameOfOneIn(command);
            if (secret.isPresent()) {
                throw new AbortException(Messages.TrainModelStep_secret(secret.get()));
            }
        }
        inBackground(this::prepare);
        return false;
    }

    private void prepare() throws IOException, InterruptedException {
        // First of all: without its agent, a context has no launcher either.
        workspace();
        StepContext context = getContext();
        TaskListener listener = context.get(TaskListener.class);
        if (request.repeat() > 1) {
            listener.getLogger().println("Run " + (recorded.size() + 1) + " of " + request.repeat());
        }
        Run<?, ?> build = context.get(Run.class);
        PrepareTraining.Prepared answer = act(new PrepareTraining(
                request,
                recordedCommand(),
                builder(),
                request.skipIfUnchanged() ? TrainingRecords.ofJob(build.getParent()) : List.of(),
                variables(),
                listener));
        runId = RunStore.checkId(answer.id());
        prepared = answer.json();
        if (answer.reused() != null) {
            StoredRun reused = TrainingRecords.read(answer.reused());
            records().addReused(reused);
            context.onSuccess(TrainingResult.of(reused.run(), true));
        } else if (command == null) {
            startBody();
        } else {
            startProcess(answer.folder());
        }
    }

    private List<String> recordedCommand() throws IOException, InterruptedException {
        return command == null
                ? PipelineBody.command(request, getContext())
                : command().recorded(getContext().get(Launcher.class).isUnix());
    }

    private TrainingCommand command() {
        return request.repeat() > 1 ? command.forced() : command;
    }

    private void startBody() throws IOException, InterruptedException {
        EnvironmentExpander outer = getContext().get(EnvironmentExpander.class);
        body = getContext()
                .newBodyInvoker()
                .withContext(EnvironmentExpander.merge(outer, EnvironmentExpander.constant(environment())))
                .withCallback(new PipelineBody(this))
                .start();
    }

    /** Told by the thread that goes on to save the program, so that no saved program waits for a body that it does not have. */
    void bodyStarted() {
        phase = Phase.TRAINING;
    }

    private void startProcess(String folder) throws IOException, InterruptedException {
        CommandContext inner = new CommandContext(this, folder, environment());
        boolean unix = getContext().get(Launcher.class).isUnix();
        // The process may end before its start is noted here.
        synchronized (this) {
            try {
                StepExecution started = command().step(unix).start(inner);
                started.start();
                process = started;
                phase = Phase.TRAINING;
                if (stopCause != null) {
                    interruption = stopCause;
                    started.stop(stopCause);
                }
            } catch (IllegalArgumentException e) {
                throw new AbortException("trainModel: " + e.getMessage());
            } catch (IOException | InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("Cannot start the training: " + e.getMessage(), e);
            }
        }
        getContext().saveState();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(request.seeds());
        environment.put(TrainingRunner.RUN_ID, runId);
        return environment;
    }

    synchronized void commandEnded(int code) {
        // A shell that waits for its children ends with success when they are killed first.
        if (interruption == null) {
            exitCode = code;
            trained();
        } else {
            trainingFailed(interruption);
        }
    }

    /** @param cause why the body, or the process, did not end by itself */
    synchronized void trainingFailed(Throwable cause) {
        failure = cause;
        exitCode = command == null && !(cause instanceof FlowInterruptedException) ? 1 : TrainingRun.NOT_ENDED;
        trained();
    }

    private void trained() {
        if (stopCause == null) {
            process = null;
            body = null;
            phase = Phase.RECORDING;
            getContext().saveState();
            inBackground(this::record);
        }
    }

    private void record() throws IOException, InterruptedException {
        Throwable cause = failure;
        Optional<StoredRun> stored = Optional.empty();
        try {
            RecordTraining.Recorded answer =
                    act(new RecordTraining(prepared, exitCode, builder(), request.image(), variables()));
            stored = Optional.of(records().add(runId, answer));
            if (cause == null && answer.problem() != null) {
                throw new AbortException(answer.problem());
            }
        } catch (IOException | RuntimeException e) {
            if (cause == null) {
                throw e;
            }
            getContext()
                    .get(TaskListener.class)
                    .getLogger()
                    .println("WARNING: " + Messages.TrainModelStep_notRecorded(runId, e.getMessage()));
        }
        if (cause != null) {
            getContext().onFailure(cause);
        } else {
            next(stored.orElseThrow().run());
        }
    }

    private void next(TrainingRun run) throws IOException, InterruptedException {
        if (!run.succeeded()) {
            throw new AbortException(Messages.TrainModelStep_failed(run.exitCode(), run.id()));
        }
        if (!recorded.contains(run.id())) {
            recorded.add(run.id());
        }
        if (recorded.size() < request.repeat()) {
            phase = Phase.PREPARING;
            prepare();
        } else if (request.repeat() > 1) {
            List<TrainingRun> runs = records().find(recorded);
            getContext().onSuccess(TrainingResult.of(run, request.repetition().compare(runs)));
        } else {
            getContext().onSuccess(TrainingResult.of(run, false));
        }
    }

    private TrainingRecords records() throws IOException, InterruptedException {
        StepContext context = getContext();
        return new TrainingRecords(
                context.get(Run.class),
                request.name(),
                context.get(FilePath.class),
                context.get(Launcher.class),
                context.get(TaskListener.class));
    }

    private Map<String, String> variables() throws IOException, InterruptedException {
        return Optional.ofNullable(getContext().get(EnvVars.class)).orElseGet(EnvVars::new);
    }

    /** Who trains, as provenance names it. */
    private static String builder() {
        String root = Jenkins.get().getRootUrl();
        return root == null ? "https://github.com/jenkinsci/mlops-pipeline-plugin" : root;
    }

    /** On the agent, and again where the connection breaks off: neither callable does harm a second time. */
    private <T> T act(MasterToSlaveFileCallable<T> callable) throws IOException, InterruptedException {
        while (true) {
            FilePath workspace = workspace();
            try {
                return workspace.act(callable);
            } catch (IOException | RuntimeException e) {
                boolean lost = workspace.getChannel() instanceof Channel channel && channel.isClosingOrClosed();
                if (!lost || impatient()) {
                    throw e;
                }
            }
        }
    }

    /** Waits for an agent that is about to come back, as after a restart of the controller. */
    private FilePath workspace() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            IOException offline;
            try {
                FilePath workspace = getContext().get(FilePath.class);
                if (workspace != null) {
                    return workspace;
                }
                offline = new AbortException(Messages.TrainModelStep_noWorkspace());
            } catch (IOException e) {
                offline = e;
            }
            if (impatient() || System.nanoTime() > end) {
                throw offline;
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** The agent may well be the reason why the training failed. */
    private boolean impatient() {
        return failure != null && !resumed;
    }

    private void inBackground(Work next) {
        Authentication authentication = Jenkins.getAuthentication2();
        work = Computer.threadPoolForRemoting.submit(() -> {
            try (ACLContext ignored = ACL.as2(authentication)) {
                next.run();
            } catch (Throwable e) {
                if (stopCause == null) {
                    getContext().onFailure(e);
                }
            }
        });
    }

    @Override
    public void onResume() {
        resumed = true;
        switch (phase) {
            case PREPARING -> inBackground(this::prepare);
            case RECORDING -> inBackground(this::record);
            case TRAINING -> {
                if (process != null) {
                    process.onResume();
                }
            }
        }
    }

    @Override
    public void stop(@NonNull Throwable cause) throws Exception {
        StepExecution running = process;
        BodyExecution steps = body;
        if (phase == Phase.TRAINING && running != null) {
            interruption = cause;
            running.stop(cause);
        } else if (phase == Phase.TRAINING && steps != null) {
            steps.cancel(cause);
        } else {
            stopCause = cause;
            Future<?> current = work;
            if (current != null) {
                current.cancel(true);
            }
            getContext().onFailure(cause);
        }
    }

    @Override
    public String getStatus() {
        StepExecution running = process;
        return switch (phase) {
            case PREPARING -> "taking down the inputs";
            case TRAINING -> running == null ? "running the body" : running.getStatus();
            case RECORDING -> "recording the run " + runId;
        };
    }
}

package io.jenkins.plugins.mlops.release;

import hudson.model.Run;
import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.deploy.DeployException;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Rollback;
import io.jenkins.plugins.mlops.deploy.RollbackRequest;
import io.jenkins.plugins.mlops.deploy.Steps;
import io.jenkins.plugins.mlops.deploy.Timing;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A rollback that a person has asked for. All that it takes to carry it on after a restart is in the build's files and in the cluster. */
final class RunningRollback implements Steps, ReleaseDriver.Watcher {

    private static final Logger LOGGER = Logger.getLogger(RunningRollback.class.getName());

    private final Run<?, ?> run;
    private final LoggedRelease rollback;
    private final String undone;
    private final ReleaseLog log;
    private final Runnable ended;

    private OpenCluster cluster;
    private Rollback steps;
    private volatile String message = "";

    /**
     * @param undone id of the release
     * @param ended is called once nothing more is to be done
     */
    RunningRollback(Run<?, ?> run, LoggedRelease rollback, String undone, ReleaseLog log, Runnable ended) {
        this.run = run;
        this.rollback = rollback;
        this.undone = undone;
        this.log = log;
        this.ended = ended;
    }

    /** What is waited for, or what was done last. */
    String message() {
        return message;
    }

    @Override
    public Progress step(Instant now) throws DeployException {
        if (steps == null) {
            steps = open();
        }
        return steps.step(now);
    }

    private Rollback open() throws DeployException {
        ReleaseSubject subject = rollback.subject();
        Asked asked = rollback.asked().orElseThrow();
        try {
            cluster = ClusterLogin.open(subject.cluster(), run);
        } catch (IOException e) {
            throw new DeployException(e.getMessage(), e);
        }
        return new Rollback(
                cluster.cluster(),
                new RollbackRequest(
                        subject.app(),
                        new Author(subject.release(), asked.by(), subject.release()),
                        asked.reason(),
                        Timing.DEFAULTS,
                        Optional.of(undone)),
                log.listener());
    }

    @Override
    public boolean progressed(Progress progress) {
        message = progress.message();
        if (!(progress instanceof Progress.Finished finished)) {
            return true;
        }
        log.finished(finished);
        if (finished.outcome() == Outcome.ROLLED_BACK) {
            Promotions.mark(run, false);
        }
        LOGGER.info(() -> this + " is " + finished.outcome() + ": " + finished.message());
        close();
        return false;
    }

    @Override
    public void failed(Throwable problem) {
        String told = String.valueOf(problem.getMessage());
        log.failed(told);
        // What the engine refuses is told in full; anything else is a surprise.
        LOGGER.log(
                Level.WARNING,
                problem instanceof DeployException ? null : problem,
                () -> this + " was not carried out: " + told);
        close();
    }

    private void close() {
        try {
            ended.run();
        } finally {
            if (cluster != null) {
                cluster.close();
            }
        }
    }

    /** For the log of the controller: who, what and why. */
    @Override
    public String toString() {
        Asked asked = rollback.asked().orElseThrow();
        return "The rollback of " + rollback.subject().app() + " in "
                + rollback.subject().cluster() + " from release " + undone + " of " + run + ", by " + asked.by()
                + " because of '" + asked.reason().replaceAll("\\p{Cntrl}+", " ") + "',";
    }
}

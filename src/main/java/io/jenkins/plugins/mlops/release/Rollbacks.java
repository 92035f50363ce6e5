package io.jenkins.plugins.mlops.release;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** The rollbacks that people have asked for on pages of builds, and which go on in the controller, also after it has been restarted. */
@Extension
public final class Rollbacks extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(Rollbacks.class.getName());

    /** By the id of the rollback. */
    private final Map<String, RunningRollback> running = new ConcurrentHashMap<>();

    static Rollbacks get() {
        return ExtensionList.lookupSingleton(Rollbacks.class);
    }

    /**
     * Begins to go back from what a build released. Once this returns, it is carried out even if the controller is killed.
     *
     * @param release of which no rollback goes on
     */
    void begin(Run<?, ?> run, KeptRelease release, Asked asked) throws IOException {
        synchronized (run) {
            ReleaseStore store = new ReleaseStore(run);
            LogPlace place = new LogPlace(release.node(), store.rollbacks(release.node()) + 1);
            ReleaseSubject subject = release.step().subject();
            // First, since a build that is in the index in vain does no harm.
            new RollbackIndex(run.getParent()).add(run.getNumber());
            new ReleaseLog(run, place, Clock.systemUTC())
                    .begin(
                            new ReleaseSubject(
                                    subject.app(),
                                    subject.cluster(),
                                    "",
                                    "rollback-" + UUID.randomUUID(),
                                    ReleaseSubject.Kind.ROLLBACK),
                            asked);
            start(run, store.release(release.node(), problem -> {}).orElseThrow(), place);
        }
    }

    private void start(Run<?, ?> run, KeptRelease release, LogPlace place) {
        LoggedRelease rollback = release.pendingRollback().orElseThrow();
        String id = rollback.subject().release();
        String undone = release.step().stand().map(ReleaseStand::release).orElseThrow();
        RunningRollback begun = new RunningRollback(
                run, rollback, undone, new ReleaseLog(run, place, Clock.systemUTC()), () -> end(run, id));
        if (running.putIfAbsent(id, begun) == null) {
            LOGGER.info(() -> begun + " begins or is carried on");
            ReleaseDriver.get().start(begun, begun);
        }
    }

    private void end(Run<?, ?> run, String id) {
        running.remove(id);
        try {
            synchronized (run) {
                if (new ReleaseStore(run).all(problem -> {}).stream().allMatch(release -> release.pendingRollback()
                        .isEmpty())) {
                    new RollbackIndex(run.getParent()).remove(run.getNumber());
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> run + " stays in the index of rollbacks that go on");
        }
    }

    /** @return what is waited for, or was done last; empty where none of that release goes on */
    String progress(KeptRelease release) {
        return release.pendingRollback()
                .map(pending -> running.get(pending.subject().release()))
                .map(RunningRollback::message)
                .orElse("");
    }

    /** Jenkins is up. */
    @Override
    public void onLoaded() {
        for (Job<?, ?> job : Jenkins.get().allItems(Job.class)) {
            try {
                for (int number : new RollbackIndex(job).builds()) {
                    resume(job, number);
                }
            } catch (IOException | RuntimeException e) {
                LOGGER.log(
                        Level.WARNING,
                        e,
                        () -> "Cannot tell which rollbacks of " + job.getFullName()
                                + " the restart has cut short; look into their clusters");
            }
        }
    }

    private void resume(Job<?, ?> job, int number) throws IOException {
        Run<?, ?> run = job.getBuildByNumber(number);
        if (run == null) {
            LOGGER.warning(() -> "A rollback was asked for on " + job.getFullName() + " #" + number
                    + ", which was deleted before it ended; look into the cluster, and roll back from there");
            new RollbackIndex(job).remove(number);
            return;
        }
        List<IOException> problems = new ArrayList<>();
        synchronized (run) {
            boolean pending = false;
            ReleaseStore store = new ReleaseStore(run);
            for (KeptRelease release : store.all(problems::add)) {
                if (release.pendingRollback().isPresent()) {
                    pending = true;
                    start(run, release, new LogPlace(release.node(), store.rollbacks(release.node())));
                }
            }
            if (!pending && problems.isEmpty()) {
                new RollbackIndex(job).remove(number);
            }
        }
        problems.forEach(problem -> LOGGER.log(
                Level.WARNING, problem, () -> "A rollback of " + run + " may wait for ever; look into the cluster"));
    }
}

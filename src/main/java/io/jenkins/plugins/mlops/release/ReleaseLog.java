package io.jenkins.plugins.mlops.release;

import hudson.model.Run;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.Transition;
import io.jenkins.plugins.mlops.document.DocumentException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps what happens in one release or rollback in the files of its build. The cluster has the record that counts: what cannot be kept here is told in the log of Jenkins, and stops no release.
 */
public final class ReleaseLog {

    private static final Logger LOGGER = Logger.getLogger(ReleaseLog.class.getName());

    private final Run<?, ?> run;
    private final ReleaseStore store;
    private final LogPlace place;
    private final Clock clock;

    ReleaseLog(Run<?, ?> run, LogPlace place, Clock clock) {
        this.run = run;
        this.store = new ReleaseStore(run);
        this.place = place;
        this.clock = clock;
    }

    /** @param nodeId id of the step's flow node */
    public static ReleaseLog of(Run<?, ?> run, String nodeId) {
        return new ReleaseLog(run, LogPlace.ofStep(Integer.parseInt(nodeId)), Clock.systemUTC());
    }

    /**
     * From here on the build has a page of its releases. Once more after a restart, it does nothing.
     *
     * @throws IOException where nothing can be kept, which somebody who releases has to know before
     */
    public void begin(ReleaseSubject subject) throws IOException {
        begin(LoggedRelease.begin(subject, now()));
    }

    void begin(ReleaseSubject subject, Asked asked) throws IOException {
        begin(LoggedRelease.begin(subject, asked, now()));
    }

    private void begin(LoggedRelease release) throws IOException {
        synchronized (run) {
            // A damaged one is no reason to leave a release where it is.
            if (!store.isThere(place)) {
                store.write(place, release);
            }
            if (run.getAction(ReleasesAction.class) == null) {
                run.addAction(new ReleasesAction(run));
                run.save();
            }
        }
    }

    /** Keeps each transition and each notice once, however often it is told. */
    public ReleaseListener listener() {
        return new ReleaseListener() {
            @Override
            public void entered(Transition transition) {
                update(release -> release.with(transition));
            }

            @Override
            public void noticed(String message) {
                update(release -> release.withNotice(message, now()));
            }
        };
    }

    public void finished(Progress.Finished end) {
        update(release -> release.withEnd(new LogEnd(now(), Optional.of(end.outcome()), end.message())));
    }

    /** The work has stopped here without an end in the cluster: it cannot be reached, or somebody has changed it by hand. */
    public void failed(String message) {
        update(release -> release.withEnd(new LogEnd(now(), Optional.empty(), message)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void update(UnaryOperator<LoggedRelease> change) {
        try {
            synchronized (run) {
                LoggedRelease known = store.read(place).orElseThrow(() -> new NoSuchFileException(place.toString()));
                LoggedRelease next = change.apply(known);
                if (!next.equals(known)) {
                    store.write(place, next);
                }
            }
        } catch (NoSuchFileException e) {
            LOGGER.log(Level.FINE, e, () -> run + " was deleted, and with it what it knew of its releases");
        } catch (DocumentException e) {
            LOGGER.log(Level.WARNING, e, () -> "A release of " + run + " goes on, but its log is damaged and is left");
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "A release of " + run + " goes on, but its log could not be written");
        }
    }
}

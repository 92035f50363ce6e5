package io.jenkins.plugins.mlops.release;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.security.ACL;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Steps;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.util.Timer;

/**
 * Carries releases on, on the controller: of each one step at a time, of all together no more at once than there are threads, and none of them has a thread while it waits. Steps are done as
 * {@link ACL#SYSTEM2}.
 */
@Extension
public final class ReleaseDriver {

    /** Requests may hang for as long as they are allowed to; those to another cluster have to go on meanwhile, since a lock is lost after a minute. */
    private static final int THREADS = 32;

    private static final long IDLE_SECONDS = 30;

    private final ExecutorService pool;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Set<Drive> drives = ConcurrentHashMap.newKeySet();

    /** Is told what comes of the steps; never twice at once. */
    public interface Watcher {

        /** @return whether to step on; not after {@link Progress.Finished} in any case */
        boolean progressed(Progress progress);

        /** The release cannot go on, and there are no more steps. */
        void failed(Throwable problem);
    }

    public ReleaseDriver() {
        this(THREADS, Timer.get(), Clock.systemUTC());
    }

    ReleaseDriver(int threads, ScheduledExecutorService timer, Clock clock) {
        ThreadPoolExecutor bounded = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), "MLOps release"));
        bounded.allowCoreThreadTimeOut(true);
        this.pool = new ImpersonatingExecutorService(bounded, ACL.SYSTEM2);
        this.timer = timer;
        this.clock = clock;
    }

    public static ReleaseDriver get() {
        return ExtensionList.lookupSingleton(ReleaseDriver.class);
    }

    /** Begins with the first step at once. */
    public Drive start(Steps steps, Watcher watcher) {
        Drive drive = new Drive(steps, watcher, pool, timer, clock, drives::remove);
        drives.add(drive);
        drive.wake();
        return drive;
    }

    /** How many releases go on. */
    int size() {
        return drives.size();
    }

    /** A controller that goes down leaves every release where it is; what resumes the build carries it on. */
    @Terminator
    public void stopAll() {
        drives.forEach(Drive::stop);
        pool.shutdownNow();
    }
}

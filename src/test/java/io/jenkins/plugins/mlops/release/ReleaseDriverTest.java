package io.jenkins.plugins.mlops.release;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.security.ACL;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.State;
import io.jenkins.plugins.mlops.deploy.Steps;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReleaseDriverTest {

    private static final Progress DONE = new Progress.Finished(Outcome.PROMOTED, "green serves");

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ReleaseDriver driver = new ReleaseDriver(3, timer, Clock.systemUTC());
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    ReleaseDriverTest() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @AfterEach
    void stop() {
        driver.stopAll();
        timer.shutdownNow();
    }

    private final ReleaseDriver.Watcher watcher = new ReleaseDriver.Watcher() {
        @Override
        public boolean progressed(Progress progress) {
            told.add(progress);
            return true;
        }

        @Override
        public void failed(Throwable problem) {
            told.add(problem);
        }
    };

    private static Progress working(Duration again) {
        return new Progress.Working(State.DEPLOYING, "0 of 3 ready", again);
    }

    @Test
    void shouldStepUntilNothingIsLeftToDo() throws Exception {
        AtomicInteger steps = new AtomicInteger();

        driver.start(
                now -> steps.incrementAndGet() < 4
                        ? working(steps.get() == 2 ? Duration.ofMillis(20) : Duration.ZERO)
                        : DONE,
                watcher);

        for (int i = 0; i < 3; i++) {
            assertThat(told.take()).isInstanceOf(Progress.Working.class);
        }
        assertThat(told.take()).isEqualTo(DONE);
        awaitNothingLeft();
        assertThat(steps).hasValue(4);
    }

    @Test
    void shouldCarryManyReleasesOnWithFewThreadsAndEachInOneAtATime() throws Exception {
        int releases = 40;
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch ended = new CountDownLatch(releases);
        List<String> overlaps = new ArrayList<>();
        for (int i = 0; i < releases; i++) {
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger left = new AtomicInteger(25);
            Drive[] drive = new Drive[1];
            Steps steps = now -> {
                threads.add(Thread.currentThread());
                if (inside.incrementAndGet() != 1) {
                    overlaps.add("two steps at once");
                }
                pause(2);
                inside.decrementAndGet();
                if (left.decrementAndGet() > 0) {
                    return working(Duration.ofMillis(left.get() % 3));
                }
                ended.countDown();
                return DONE;
            };
            drive[0] = driver.start(steps, watcher);
            // Whoever decides about a release does so at any time.
            for (int wake = 0; wake < 10; wake++) {
                drive[0].wake();
            }
        }

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        awaitNothingLeft();
        assertThat(overlaps).isEmpty();
        assertThat(threads).hasSizeLessThanOrEqualTo(3).allMatch(Thread::isDaemon);
        assertThat(threads).allMatch(thread -> thread.getName().startsWith("MLOps release"));
    }

    @Test
    void shouldStepAtOnceWhenThereIsNews() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        Drive drive =
                driver.start(now -> steps.incrementAndGet() == 1 ? working(Duration.ofSeconds(9)) : DONE, watcher);
        told.take();

        drive.wake();

        assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(DONE);
        awaitNothingLeft();
    }

    @Test
    void shouldStepOnceMoreWhereTheNewsComesDuringAStep() throws Exception {
        Semaphore entered = new Semaphore(0);
        Semaphore go = new Semaphore(0);
        AtomicInteger steps = new AtomicInteger();
        Drive drive = driver.start(
                now -> {
                    entered.release();
                    go.acquireUninterruptibly();
                    return steps.incrementAndGet() == 1 ? working(Duration.ofSeconds(9)) : DONE;
                },
                watcher);
        entered.acquire();

        drive.wake();
        drive.wake();
        go.release(2);

        told.take();
        assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(DONE);
        assertThat(steps).hasValue(2);
    }

    @Test
    void shouldTellNobodyAnythingAfterTheStop() throws Exception {
        Semaphore entered = new Semaphore(0);
        Semaphore go = new Semaphore(0);
        AtomicInteger steps = new AtomicInteger();
        Drive drive = driver.start(
                now -> {
                    entered.release();
                    go.acquireUninterruptibly();
                    steps.incrementAndGet();
                    return working(Duration.ZERO);
                },
                watcher);
        entered.acquire();

        drive.stop();
        go.release(10);
        drive.wake();

        assertThat(told.poll(300, TimeUnit.MILLISECONDS)).isNull();
        assertThat(steps).hasValue(1);
        awaitNothingLeft();
    }

    @Test
    void shouldTellOfWhateverGoesWrongAndEnd() throws Exception {
        driver.start(
                now -> {
                    throw new IllegalStateException("no");
                },
                watcher);
        driver.start(
                now -> {
                    throw new NoClassDefFoundError("gone");
                },
                watcher);

        assertThat(List.of(told.take(), told.take()))
                .hasAtLeastOneElementOfType(IllegalStateException.class)
                .hasAtLeastOneElementOfType(NoClassDefFoundError.class);
        awaitNothingLeft();
    }

    @Test
    void shouldEndWhereWhoWatchesHasSeenEnough() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        driver.start(
                now -> {
                    steps.incrementAndGet();
                    return working(Duration.ofMillis(1));
                },
                new ReleaseDriver.Watcher() {
                    @Override
                    public boolean progressed(Progress progress) {
                        return steps.get() < 3;
                    }

                    @Override
                    public void failed(Throwable problem) {
                        told.add(problem);
                    }
                });

        awaitNothingLeft();
        assertThat(steps).hasValue(3);
        assertThat(told).isEmpty();
    }

    @Test
    void shouldWaitNoLongerThanALockLasts() throws Exception {
        driver.start(now -> working(Duration.ofDays(1)), watcher);
        told.take();

        while (timer.getQueue().isEmpty()) {
            pause(5);
        }
        assertThat(((java.util.concurrent.Delayed) timer.getQueue().peek()).getDelay(TimeUnit.SECONDS))
                .isLessThanOrEqualTo(10);
    }

    @Test
    void shouldStepWithTheRightsOfTheSystem() throws Exception {
        driver.start(
                now -> {
                    told.add(Jenkins.getAuthentication2());
                    return DONE;
                },
                watcher);

        assertThat(told.take()).isEqualTo(ACL.SYSTEM2);
    }

    private void awaitNothingLeft() {
        while (driver.size() > 0) {
            pause(5);
        }
        assertThat(timer.getQueue()).isEmpty();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

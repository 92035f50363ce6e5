package io.jenkins.plugins.mlops.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.deploy.Deployer;
import io.jenkins.plugins.mlops.deploy.Manifest;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Prometheus;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.ReleaseRequest;
import io.jenkins.plugins.mlops.deploy.Timing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many apps released at once in one JVM, by few threads that step, as in a Jenkins controller. {@code bench/fleet} runs it with 200 apps, 20 at once; without {@code MLOPS_APPS} it is a few, and
 * holds the number of requests.
 */
class FleetTest {

    private static final int THREADS = 4;

    /** Of a release on top of another one, with pods that are ready within some looks. */
    private static final int MOST_REQUESTS = 60;

    private static final Timing TIMING = Timing.DEFAULTS
            .withReady(Duration.ofMinutes(20))
            .withKeepOld(Duration.ZERO)
            .withDrain(Duration.ZERO);

    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, Integer> byKind = new ConcurrentSkipListMap<>();

    private final Interceptor counting = new Interceptor() {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            requests.incrementAndGet();
            byKind.merge(
                    request.method() + " "
                            + request.uri()
                                    .getPath()
                                    .replaceAll(".*/namespaces/[^/]*/|.*/v1/", "")
                                    .replaceAll("/.*", ""),
                    1,
                    Integer::sum);
        }
    };

    @Test
    void shouldReleaseManyAppsWithFewThreadsAndFewRequests(@TempDir Path folder) throws Exception {
        int apps = Integer.parseInt(System.getenv().getOrDefault("MLOPS_APPS", "6"));
        int atOnce = Math.min(20, apps);
        try (ControlPlane control = ControlPlane.orSkip(folder)) {
            control.namespace("fleet");
            Access access = new Access.KubeconfigText(Files.readString(control.kubeconfig()), Optional.empty());
            // As in Jenkins, where releases to one namespace share a client.
            try (KubernetesCluster cluster =
                    Connections.open(access, Optional.of("fleet"), Duration.ofSeconds(15), counting)) {
                for (String version : new String[] {"1", "2"}) {
                    requests.set(0);
                    byKind.clear();
                    Figures figures = release(cluster, version, apps, atOnce);
                    System.out.println("Release " + version + " of " + apps + " apps, " + atOnce + " at once, "
                            + THREADS + " threads: " + figures + "; " + requests.get() / apps + " requests each: "
                            + each(apps));
                    assertThat(requests.get() / apps).isLessThanOrEqualTo(MOST_REQUESTS);
                }
            }
        }
    }

    private Map<String, Double> each(int apps) {
        Map<String, Double> each = new TreeMap<>();
        byKind.forEach((kind, count) -> each.put(kind, Math.round(10.0 * count / apps) / 10.0));
        return each;
    }

    /** Heap in MB, after a collection but for the peak. */
    private record Figures(double seconds, double median, long before, long under, long peak, long after, int threads) {
        @Override
        public String toString() {
            return String.format(
                    "%.0f s in all, %.1f s each in the median; heap %d MB before, %d MB with all under way, %d MB at most between collections, %d MB after; %d threads of the JVM at most",
                    seconds, median, before, under, peak, after, threads);
        }
    }

    private Figures release(KubernetesCluster cluster, String version, int apps, int atOnce) throws Exception {
        long before = heapAfterCollection();
        long start = System.nanoTime();
        AtomicLong peak = new AtomicLong();
        AtomicInteger ended = new AtomicInteger();
        long[] millis = new long[apps];
        long under = 0;
        Semaphore places = new Semaphore(atOnce);
        CompletableFuture<Void> failure = new CompletableFuture<>();
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
        ScheduledExecutorService sampling = Executors.newSingleThreadScheduledExecutor();
        ManagementFactory.getThreadMXBean().resetPeakThreadCount();
        sampling.scheduleAtFixedRate(() -> peak.accumulateAndGet(heap(), Math::max), 0, 200, TimeUnit.MILLISECONDS);
        try {
            for (int app = 0; app < apps; app++) {
                places.acquire();
                assertThat(failure).isNotCompletedExceptionally();
                int number = app;
                Deployer deployer = deployer(cluster, "app" + number, version);
                long began = System.nanoTime();
                if (app == apps / 2) {
                    under = heapAfterCollection();
                }
                threads.execute(() -> step(threads, deployer, failure, () -> {
                    millis[number] = (System.nanoTime() - began) / 1_000_000;
                    ended.incrementAndGet();
                    places.release();
                }));
            }
            while (ended.get() < apps) {
                assertThat(failure).isNotCompletedExceptionally();
                Thread.sleep(100);
            }
        } finally {
            threads.shutdownNow();
            sampling.shutdownNow();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(millis);
        return new Figures(
                seconds,
                millis[apps / 2] / 1000.0,
                before,
                under,
                peak.get(),
                heapAfterCollection(),
                ManagementFactory.getThreadMXBean().getPeakThreadCount());
    }

    private static void step(
            ScheduledExecutorService threads, Deployer deployer, CompletableFuture<Void> failure, Runnable end) {
        try {
            Progress progress = deployer.step(Instant.now());
            if (progress instanceof Progress.Finished finished) {
                assertThat(finished.outcome()).as(finished.message()).isEqualTo(Outcome.PROMOTED);
                end.run();
                return;
            }
            long again = 0;
            if (progress instanceof Progress.Working working) {
                again = working.again().toMillis();
            } else {
                deployer.promote("");
            }
            threads.schedule(() -> step(threads, deployer, failure, end), again, TimeUnit.MILLISECONDS);
        } catch (IOException | RuntimeException | AssertionError e) {
            failure.completeExceptionally(e);
            end.run();
        }
    }

    private static Deployer deployer(KubernetesCluster cluster, String app, String version) throws IOException {
        Manifest manifest = Manifest.parse(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: "${app}"}
                spec:
                  replicas: 2
                  template:
                    spec:
                      nodeSelector: {pods: fake}
                      containers: [{name: model, image: "${image}", ports: [{name: http, containerPort: 8080}]}]
                """,
                "model.yaml",
                Map.of("app", app, "image", "r/" + app + ":" + version));
        ReleaseRequest request = new ReleaseRequest(
                        app, manifest, new Author(app + "-" + version, "job/" + app, "holder of " + app))
                .with(TIMING);
        return new Deployer(cluster, Prometheus.NONE, request, ReleaseListener.SILENT);
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    private static long heapAfterCollection() {
        System.gc();
        return heap();
    }
}

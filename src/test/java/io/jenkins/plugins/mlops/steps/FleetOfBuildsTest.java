package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.mlops.kubernetes.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Many Pipelines that release at once on one controller, which has no executor and little memory. {@code bench/fleet builds} runs it with 200 apps of 20 builds. CI has
 * {@code FleetTest} for the number of requests: three minutes more would bring it too near to its limit.
 */
@EnabledIfEnvironmentVariable(named = "MLOPS_APPS", matches = "[0-9]+", disabledReason = "bench/fleet builds runs it")
class FleetOfBuildsTest {

    private static final int MOST_BUILDS = 20;
    private static final int REPLICAS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(40);

    /** Of a release on top of another one, with half a minute for requests on their way. */
    private static final int MOST_REQUESTS = 70;

    /** 44 of Jenkins itself, 32 that step, at most as many that send requests, one or two for each build of Pipeline. */
    private static final int MOST_THREADS = 180;

    /** Each namespace has a client of its own while a release goes on there, with connections that somebody reads. */
    private static final int THREADS_OF_A_NAMESPACE = 4;

    private static final int MOST_MEGABYTES_MORE = 120;
    private static final long MOST_MILLIS_OF_A_PAGE = 5_000;
    private static final Pattern RELEASED = Pattern.compile("(?m)^released \\S+ in ([0-9]+) ms$");
    private static final Pattern ASKED =
            Pattern.compile("\"verb\":\"(\\w+)\".*?\"objectRef\":\\{\"resource\":\"(\\w+)\"");

    @RegisterExtension
    private final RealJenkinsExtension controller = OwnController.with("-Xmx512m");

    private final int apps = Integer.parseInt(System.getenv("MLOPS_APPS"));
    private final int builds = Math.max(1, Math.min(MOST_BUILDS, apps / 2));
    private final int namespaces = Integer.parseInt(System.getenv().getOrDefault("MLOPS_NAMESPACES", "1"));

    @TempDir
    private Path folder;

    private ControlPlane plane;

    @Test
    void shouldReleaseManyAppsByManyBuildsAtOnce() throws Throwable {
        try (ControlPlane started = ControlPlane.orSkip(folder)) {
            plane = started;
            for (int number = 0; number < namespaces; number++) {
                plane.namespace("fleet" + number);
                grantRoleOfTheDocs("fleet" + number);
            }
            controller.startJenkins();
            controller.runRemotely(
                    FleetController::setUp,
                    Files.readString(plane.kubeconfig()).replace("admin-token", "deployer-token"));
            // Loads the classes and compiles the pages.
            release("to warm up", "0", new TreeMap<>(Map.of("warm", List.of("warm"))));
            TreeMap<String, List<String>> jobs = new TreeMap<>();
            for (int app = 0; app < apps; app++) {
                jobs.computeIfAbsent("team" + app % builds, job -> new ArrayList<>())
                        .add("app" + app);
            }

            Round first = release("each for the first time", "1", jobs);
            Round second = release("each on top of one that serves", "2", jobs);

            FleetWatch idle = new FleetWatch(controller, 0, jobs.firstKey());
            for (int time = 0; time < 10; time++) {
                idle.askForPages();
            }
            System.out.println("pages when nothing goes on: " + idle.pages());
            first.assertModest(namespaces);
            second.assertModest(namespaces);
            assertThat(second.heapAfter()).isLessThan(first.heapAfter() + MOST_MEGABYTES_MORE);
        }
    }

    private String namespace(String job) {
        return "fleet" + Integer.parseInt("0" + job.replaceAll("\\D", "")) % namespaces;
    }

    private void grantRoleOfTheDocs(String namespace) throws IOException {
        plane.admin()
                .resource(Files.readString(Path.of("docs", "deploy-role.yaml")))
                .inNamespace(namespace)
                .create();
        plane.bindRole("deployer", namespace);
    }

    private String script(String job, String version, List<String> apps) {
        return """
                pipeline {
                    agent none
                    stages {
                        stage('Release') {
                            steps {
                                script {
                                    for (app in %s) {
                                        long began = System.currentTimeMillis()
                                        blueGreenDeploy(app: app, namespace: '%s', kubeconfigId: '%s', image: "r/$app:%s",
                                                replicas: %d, keepOld: '0s', ready: '20m') {
                                            echo "$MLOPS_PREVIEW_SERVICE is $MLOPS_COLOUR"
                                        }
                                        echo "released $app in ${System.currentTimeMillis() - began} ms"
                                    }
                                }
                            }
                        }
                    }
                }
                """
                .formatted(
                        apps.stream().map(app -> "'" + app + "'").toList(),
                        namespace(job),
                        ReleaseNamespace.KUBECONFIG,
                        version,
                        REPLICAS);
    }

    /** What the releases of all jobs took; heap in MB, after collections. */
    private record Round(
            String what,
            long seconds,
            List<Long> millis,
            Map<String, Integer> requests,
            long heapBefore,
            long heapAfter,
            int threads,
            FleetWatch watch) {

        int requestsOfOne() {
            return requests.values().stream().mapToInt(Integer::intValue).sum() / millis.size();
        }

        void assertModest(int namespaces) {
            assertThat(requestsOfOne()).as("requests of a release").isBetween(10, MOST_REQUESTS);
            assertThat(threads).as("threads").isLessThan(MOST_THREADS + THREADS_OF_A_NAMESPACE * namespaces);
            assertThat(watch.mostExecutors()).as("executors that were taken").isZero();
            assertThat(watch.heapAfterCollections()).allMatch(heap -> heap < heapBefore + MOST_MEGABYTES_MORE);
            assertThat(watch.medianOfPages()).as("ms for a page").isLessThan(MOST_MILLIS_OF_A_PAGE);
        }

        @Override
        public String toString() {
            return """
                    %d releases, %s, by %d builds at once: %d s in all, %.1f s each in the median, %.1f s at most
                    %d requests each: %s
                    heap %d MB before, %s MB under way, %d MB at most between collections, %d MB after
                    %d threads at most: %s
                    pages: %s"""
                    .formatted(
                            millis.size(),
                            what,
                            watch.mostBuilding(),
                            seconds,
                            millis.get(millis.size() / 2) / 1000.0,
                            millis.get(millis.size() - 1) / 1000.0,
                            requestsOfOne(),
                            requests,
                            heapBefore,
                            watch.heapAfterCollections(),
                            watch.mostHeap(),
                            heapAfter,
                            threads,
                            watch.threads(),
                            watch.pages());
        }
    }

    private Round release(String what, String version, TreeMap<String, List<String>> jobs) throws Throwable {
        TreeMap<String, String> scripts = new TreeMap<>();
        jobs.forEach((job, apps) -> scripts.put(job, script(job, version, apps)));
        long before = controller.runRemotely(FleetController::heapAfterCollection);
        controller.runRemotely(FleetController::forgetPeakOfThreads);
        int answered = audited().size();
        long start = System.nanoTime();

        controller.runRemotely(FleetController::start, scripts);
        FleetWatch watch = new FleetWatch(controller, jobs.size(), jobs.firstKey());
        watch.untilAllHaveEnded(PATIENCE);

        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        int threads = controller.runRemotely(FleetController::peakOfThreads);
        Map<String, Integer> requests = new TreeMap<>();
        List<String> audited = audited();
        audited.subList(answered, audited.size()).forEach(request -> requests.merge(request, 1, Integer::sum));
        long after = controller.runRemotely(FleetController::heapAfterCollection);
        Round round = new Round(what, seconds, millisOfReleases(jobs), requests, before, after, threads, watch);
        System.out.println(round);
        assertThat(watch.mostBuilding()).as("builds at once").isEqualTo(jobs.size());
        jobs.forEach((job, apps) -> apps.forEach(app -> assertServed(job, app, version)));
        return round;
    }

    /** In ascending order. */
    private List<Long> millisOfReleases(TreeMap<String, List<String>> jobs) throws Throwable {
        List<Long> millis = new ArrayList<>();
        for (FleetController.Built built :
                controller.runRemotely(FleetController::newestBuilds, new ArrayList<>(jobs.keySet()))) {
            assertThat(built.result()).as(built.log()).isEqualTo("SUCCESS");
            RELEASED.matcher(built.log()).results().forEach(found -> millis.add(Long.valueOf(found.group(1))));
        }
        assertThat(millis).hasSize(jobs.values().stream().mapToInt(List::size).sum());
        Collections.sort(millis);
        return millis;
    }

    private void assertServed(String job, String app, String version) {
        Map<String, String> selector = plane.admin()
                .services()
                .inNamespace(namespace(job))
                .withName(app)
                .get()
                .getSpec()
                .getSelector();
        Deployment live = plane.admin()
                .apps()
                .deployments()
                .inNamespace(namespace(job))
                .withName(app + "-" + selector.get("mlops.jenkins.io/colour"))
                .get();
        assertThat(live.getStatus().getReadyReplicas()).as(app).isEqualTo(REPLICAS);
        assertThat(live.getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
                .as(app)
                .isEqualTo("r/" + app + ":" + version);
    }

    /** What the controller has asked for, each as verb and kind. */
    private List<String> audited() throws IOException {
        if (!Files.exists(plane.auditLog())) {
            return List.of();
        }
        List<String> asked = new ArrayList<>();
        for (String line : Files.readAllLines(plane.auditLog())) {
            Matcher matcher = ASKED.matcher(line);
            assertThat(line).contains("\"userAgent\":\"mlops-pipeline\"");
            asked.add(matcher.find() ? matcher.group(1) + " " + matcher.group(2) : "other");
        }
        return asked;
    }
}

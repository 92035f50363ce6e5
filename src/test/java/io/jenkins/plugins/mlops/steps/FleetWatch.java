package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Looks at a controller from outside, as those do who use it meanwhile, for as long as its builds go on. */
final class FleetWatch {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** In looks: a collection of the whole heap holds the controller up. */
    private static final int COLLECT_EACH = 10;

    private final RealJenkinsExtension controller;
    private final int builds;
    private final String job;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<FleetController.Look> looks = new ArrayList<>();
    private final List<Long> heapAfterCollections = new ArrayList<>();
    private final TreeMap<String, List<Long>> millisByPage = new TreeMap<>();

    /** @param job whose pages are looked at */
    FleetWatch(RealJenkinsExtension controller, int builds, String job) {
        this.controller = controller;
        this.builds = builds;
        this.job = job;
    }

    void untilAllHaveEnded(Duration patience) throws Throwable {
        long start = System.nanoTime();
        while (System.nanoTime() - start < patience.toNanos()) {
            FleetController.Look look = controller.runRemotely(FleetController::look);
            looks.add(look);
            if (look.building() == 0) {
                return;
            }
            if (look.releasing() == builds) {
                askForPages();
                if (looks.size() % COLLECT_EACH == 0) {
                    heapAfterCollections.add(controller.runRemotely(FleetController::heapAfterCollection));
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
        throw new AssertionError(looks.get(looks.size() - 1).building() + " builds go on after " + patience);
    }

    /** Once for each. */
    void askForPages() throws Exception {
        for (String page : List.of("", "job/" + job + "/", "job/" + job + "/lastBuild/releases/")) {
            ask(page);
        }
    }

    private void ask(String page) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(controller.getUrl() + page)).build();
        long start = System.nanoTime();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        millisByPage
                .computeIfAbsent(page, known -> new ArrayList<>())
                .add(Duration.ofNanos(System.nanoTime() - start).toMillis());
        assertThat(response.statusCode()).as(page).isEqualTo(HttpURLConnection.HTTP_OK);
        assertThat(response.body().strip()).as(page).endsWith("</html>");
    }

    int mostBuilding() {
        return looks.stream().mapToInt(FleetController.Look::building).max().orElse(0);
    }

    int mostExecutors() {
        return looks.stream().mapToInt(FleetController.Look::executors).max().orElse(0);
    }

    /** In MB. */
    long mostHeap() {
        return looks.stream()
                .mapToLong(FleetController.Look::heapMegabytes)
                .max()
                .orElse(0);
    }

    /** In MB, while all builds went on. */
    List<Long> heapAfterCollections() {
        return heapAfterCollections;
    }

    /** At the look that saw most of them, those of which there were more than one. */
    String threads() {
        return looks.stream()
                .max(Comparator.comparingInt(FleetController.Look::threadCount))
                .map(look -> look.threads().entrySet().stream()
                        .filter(kind -> kind.getValue() > 1)
                        .map(kind -> kind.getValue() + " " + kind.getKey())
                        .collect(Collectors.joining(", ")))
                .orElse("");
    }

    long medianOfPages() {
        return median(millisByPage.values().stream().flatMap(List::stream).toList());
    }

    String pages() {
        return millisByPage.entrySet().stream()
                .map(page -> "/" + page.getKey() + " " + page.getValue().size() + " times, " + median(page.getValue())
                        + " ms in the median, "
                        + page.getValue().stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0) + " ms at most")
                .collect(Collectors.joining("; "));
    }

    private static long median(List<Long> values) {
        return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
    }
}

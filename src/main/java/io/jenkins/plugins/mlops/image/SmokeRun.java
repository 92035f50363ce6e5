package io.jenkins.plugins.mlops.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Asks a started container until it answers as it should, or the time is over, or it ended. */
final class SmokeRun {

    /** @param seconds from the first question to the right answer */
    record Answer(String request, int status, double seconds) {}

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);
    private static final int LOG_LINES = 30;
    private static final int SHOWN = 300;
    private static final int MAX_ANSWER = 4 * 1024 * 1024;

    private final SmokeTest test;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .followRedirects(HttpClient.Redirect.NEVER)
            // A proxy does not know the container.
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    SmokeRun(SmokeTest test) {
        this.test = test;
    }

    /** @throws ImageException with what was answered last and what the container printed last */
    Answer ask(RunningContainer container, String image) throws IOException, InterruptedException {
        long start = System.nanoTime();
        String last = "nothing listened there";
        while (true) {
            OptionalInt exit = container.exitCode();
            if (exit.isPresent()) {
                throw failure(container, image, "its container ended with exit code " + exit.getAsInt());
            }
            Duration left = test.within().minusNanos(System.nanoTime() - start);
            if (left.isNegative() || left.isZero()) {
                throw failure(container, image, "within " + test.within().toSeconds() + " s " + last);
            }
            for (URI address : container.addresses()) {
                try {
                    HttpResponse<InputStream> response =
                            client.send(request(address, left), HttpResponse.BodyHandlers.ofInputStream());
                    String text = text(response);
                    if (isExpected(response.statusCode(), text)) {
                        return new Answer(test.request(), response.statusCode(), (System.nanoTime() - start) / 1e9);
                    }
                    last = "it answered " + response.statusCode() + " instead of " + expected() + ": "
                            + shortened(text);
                    break;
                } catch (ConnectException | java.net.http.HttpConnectTimeoutException e) {
                    // The next address, or the next time.
                    continue;
                } catch (HttpTimeoutException e) {
                    last = "it took the request and did not answer";
                } catch (IOException e) {
                    // A published port takes connections before there is a server behind it.
                    last = "it closed the connection without an answer";
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private HttpRequest request(URI address, Duration left) {
        Duration timeout = left.compareTo(LONGEST_REQUEST) < 0 ? left : LONGEST_REQUEST;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + test.path())).timeout(timeout);
        test.body()
                .ifPresentOrElse(
                        body -> request.header("Content-Type", test.contentType())
                                .POST(HttpRequest.BodyPublishers.ofString(body)),
                        request::GET);
        return request.build();
    }

    private static String text(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            return new String(body.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
        }
    }

    private boolean isExpected(int status, String text) {
        return status == test.status()
                && test.contains().filter(part -> !text.contains(part)).isEmpty();
    }

    private String expected() {
        return test.status()
                + test.contains().map(part -> " with '" + part + "' in it").orElse("");
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.isEmpty() ? "(no text)" : line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }

    private ImageException failure(RunningContainer container, String image, String why) throws IOException {
        List<String> log = container.log(LOG_LINES);
        return new ImageException(
                "The image " + image + " failed its smoke test and is not pushed. Asked " + test.request()
                        + (container.addresses().isEmpty()
                                ? ""
                                : " at " + container.addresses().get(0)) + ", but " + why + ". "
                        + (log.isEmpty()
                                ? "Its container printed nothing."
                                : "The last lines of its container:" + System.lineSeparator() + "  "
                                        + String.join(System.lineSeparator() + "  ", log)));
    }
}

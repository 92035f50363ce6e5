package io.jenkins.plugins.mlops.image;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A question that a started image has to answer before it may be pushed.
 *
 * @param path with a query, perhaps
 * @param body of a POST request; a GET request without one
 * @param contentType of the body
 * @param status of the answer
 * @param contains what the answer's text has to have
 * @param port of the server in the container; default that of a generated server, else the one port that the image exposes
 * @param within how long it may take until the first right answer, with the start
 */
public record SmokeTest(
        String path,
        Optional<String> body,
        String contentType,
        int status,
        Optional<String> contains,
        OptionalInt port,
        Duration within) {

    public static final Duration DEFAULT_TIME = Duration.ofSeconds(60);

    private static final int OK = 200;
    private static final Pattern PATH = Pattern.compile("/[!-~&&[^<>\"`{|}\\\\^]]*");

    public SmokeTest {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "The smoke path '" + path + "' is none: write it as /predict, and what is not ASCII as %XX");
        }
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("The smoke status " + status + " is no status of HTTP; 200 is usual");
        }
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("The smoke test needs a time above 0 to answer within");
        }
    }

    public static SmokeTest get(String path) {
        return new SmokeTest(
                path, Optional.empty(), "application/json", OK, Optional.empty(), OptionalInt.empty(), DEFAULT_TIME);
    }

    public SmokeTest withBody(String text, String type) {
        return new SmokeTest(path, Optional.of(text), type, status, contains, port, within);
    }

    public SmokeTest expecting(int code, Optional<String> text) {
        return new SmokeTest(path, body, contentType, code, text, port, within);
    }

    public SmokeTest onPort(int number) {
        return new SmokeTest(path, body, contentType, status, contains, OptionalInt.of(number), within);
    }

    public SmokeTest answeringWithin(Duration time) {
        return new SmokeTest(path, body, contentType, status, contains, port, time);
    }

    String request() {
        return (body.isPresent() ? "POST " : "GET ") + path;
    }
}

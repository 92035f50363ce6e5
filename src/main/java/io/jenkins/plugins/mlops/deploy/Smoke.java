package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;

/**
 * A request that the new colour has to answer before anybody is asked about it.
 *
 * @param body empty for none
 * @param status that it has to answer with
 * @param contains text that the answer has to contain; empty for any
 * @param patience how long it may fail before that counts
 */
public record Smoke(
        String method, String path, String body, String contentType, int status, String contains, Duration patience) {

    private static final int SHOWN = 300;

    public Smoke {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path '" + path + "' of the smoke request has to start with '/'");
        }
        if (!method.matches("GET|POST|PUT|HEAD")) {
            throw new IllegalArgumentException(
                    "the method '" + method + "' of the smoke request is none of GET, POST, PUT, HEAD");
        }
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("the status " + status + " of the smoke request is none of HTTP");
        }
    }

    /** Sends {@code body} by POST, and asks by GET where there is none. */
    public static Smoke of(
            String path, String body, String contentType, int status, String contains, Duration patience) {
        return new Smoke(body.isEmpty() ? "GET" : "POST", path, body, contentType, status, contains, patience);
    }

    HttpQuestion question(String port) {
        return new HttpQuestion(method, port, path, body, contentType);
    }

    boolean accepts(HttpAnswer answer) {
        return answer.status() == status && answer.body().contains(contains);
    }

    String difference(HttpAnswer answer) {
        String shown = answer.body().length() > SHOWN ? answer.body().substring(0, SHOWN) + "..." : answer.body();
        return method + " " + path + " answered " + answer.status()
                + (answer.status() == status ? "" : ", not " + status)
                + (contains.isEmpty() || answer.body().contains(contains) ? "" : ", without '" + contains + "'")
                + (shown.isBlank() ? "" : ": " + shown.strip());
    }
}

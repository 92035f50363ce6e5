package io.jenkins.plugins.mlops.remote;

import io.jenkins.plugins.mlops.dvc.Remote;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web server that serves the objects of a cache below one URL; DVC's {@code http} and {@code https} remotes. */
final class HttpRemote implements Remote {

    /** As many as DVC takes for HTTP: 4 per core, and what one server bears. */
    private static final int MOST_JOBS = 16;

    private static final Pattern TOTAL = Pattern.compile("bytes (?:\\*|\\d+-\\d+)/(\\d+)");

    private final HttpAccess access;
    private final StallGuard guard;

    HttpRemote(HttpAccess access, StallGuard guard) {
        this.access = access;
        this.guard = guard;
    }

    @Override
    public String description() {
        return access.base().toString();
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
        URI uri = access.locate(path);
        HttpResponse<InputStream> response = access.get(uri, offset);
        InputStream body = response.body();
        try {
            switch (response.statusCode()) {
                case 200 -> {
                    // A server that knows no ranges sends everything.
                    body.skipNBytes(offset);
                    return guard.watch(body, uri);
                }
                case 206 -> {
                    return guard.watch(body, uri);
                }
                case 416 ->
                    throw new EOFException("Tried to go on with the download of " + uri + " at byte " + offset
                            + ", but the server's object ends before that");
                default -> throw refused(uri, response.statusCode());
            }
        } catch (IOException e) {
            body.close();
            throw e;
        }
    }

    @Override
    public OptionalLong size(String path) throws IOException {
        URI uri = access.locate(path);
        HttpResponse<Void> head = access.head(uri);
        return switch (head.statusCode()) {
            case 200, 204 -> {
                OptionalLong length = head.headers().firstValueAsLong("Content-Length");
                yield length.isPresent() ? length : sizeByRange(uri);
            }
            case 404, 410 -> OptionalLong.empty();
            // Some servers, and most presigned URLs, allow GET alone.
            case 403, 405, 501 -> sizeByRange(uri);
            default -> throw refused(uri, head.statusCode());
        };
    }

    private OptionalLong sizeByRange(URI uri) throws IOException {
        HttpResponse<InputStream> response = access.getFirstByte(uri);
        // The body is not needed, and may be the whole object.
        response.body().close();
        HttpHeaders headers = response.headers();
        return switch (response.statusCode()) {
            case 206, 416 ->
                total(headers).or(() -> Optional.of(0L)).map(OptionalLong::of).get();
            case 200 ->
                OptionalLong.of(headers.firstValueAsLong("Content-Length").orElse(0));
            case 404, 410 -> OptionalLong.empty();
            default -> throw refused(uri, response.statusCode());
        };
    }

    private static Optional<Long> total(HttpHeaders headers) {
        return headers.firstValue("Content-Range")
                .map(TOTAL::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Long.parseLong(matcher.group(1)));
    }

    private IOException refused(URI uri, int status) {
        String answer = "Tried to read " + uri + ", but the server answered " + status;
        return switch (status) {
            case 404, 410 -> new NoSuchFileException(uri.toString(), null, "the server answered " + status);
            case 401, 403 ->
                new IOException(
                        answer
                                + (access.sendsCredentials()
                                        ? ". The credentials given have no right to it: check user, password or token, and what they may read"
                                        : ". It asks for credentials: give some (credentialsId of the step), or set auth, user and password of the remote"));
            case 407 -> new IOException(answer + ": the proxy asks for credentials");
            case 408, 425, 429, 500, 502, 503, 504 -> new TransientException(answer);
            default -> new IOException(answer);
        };
    }

    @Override
    public boolean list(String prefix, Consumer<String> paths) {
        return false;
    }

    @Override
    public int defaultJobs() {
        return Math.min(MOST_JOBS, 4 * Runtime.getRuntime().availableProcessors());
    }

    @Override
    public void close() {
        guard.close();
    }
}

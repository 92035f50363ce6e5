package io.jenkins.plugins.mlops.remote;

import io.jenkins.plugins.mlops.dvc.Remote.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Sends requests below one URL. Follows redirects by itself, because {@link HttpClient} would send the credentials along to wherever a redirect points.
 */
final class HttpAccess {

    private static final int MOST_REDIRECTS = 10;

    /** A header with a secret, or without one. */
    record Authorization(String header, String value) {
        @Override
        public String toString() {
            return header + ": ***";
        }
    }

    private final HttpClient client;
    private final URI base;
    private final Optional<Authorization> authorization;
    private final Duration timeout;

    /**
     * @param client that follows no redirects
     * @param base without user information; a slash at its end makes no difference
     * @param timeout until the answer's headers are there
     */
    HttpAccess(HttpClient client, URI base, Optional<Authorization> authorization, Duration timeout) {
        this.client = client;
        this.base = base;
        this.authorization = authorization;
        this.timeout = timeout;
    }

    URI base() {
        return base;
    }

    boolean sendsCredentials() {
        return authorization.isPresent();
    }

    /** @param path relative, of unreserved characters, or of a file's name: escaped where an URL needs it */
    URI locate(String path) throws IOException {
        try {
            String prefix = base.getRawPath() == null ? "" : base.getRawPath().replaceFirst("/+$", "");
            String escaped = path.isEmpty() ? "" : new URI(null, null, "/" + path, null).getRawPath();
            String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
            return URI.create(base.getScheme() + "://" + base.getRawAuthority() + prefix + escaped + query);
        } catch (URISyntaxException e) {
            throw new IOException("'" + path + "' cannot be part of an URL below " + base + ": " + e.getReason(), e);
        }
    }

    HttpResponse<InputStream> get(URI uri, long offset) throws IOException {
        String range = offset > 0 ? "bytes=" + offset + "-" : "";
        return send("GET", uri, range, BodyHandlers.ofInputStream());
    }

    HttpResponse<InputStream> getFirstByte(URI uri) throws IOException {
        return send("GET", uri, "bytes=0-0", BodyHandlers.ofInputStream());
    }

    HttpResponse<Void> head(URI uri) throws IOException {
        return send("HEAD", uri, "", BodyHandlers.discarding());
    }

    private <T> HttpResponse<T> send(String method, URI uri, String range, BodyHandler<T> handler) throws IOException {
        URI target = uri;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpResponse<T> response = sendOnce(method, target, range, handler);
            Optional<String> location = response.headers().firstValue("Location");
            boolean redirect =
                    switch (response.statusCode()) {
                        case 301, 302, 303, 307, 308 -> location.isPresent();
                        default -> false;
                    };
            if (!redirect) {
                return response;
            }
            if (response.body() instanceof InputStream body) {
                body.close();
            }
            target = follow(target, location.get());
        }
        throw new IOException("Tried to read " + uri + ", but it redirects more than " + MOST_REDIRECTS + " times");
    }

    private static URI follow(URI from, String location) throws IOException {
        URI to;
        try {
            to = from.resolve(new URI(location));
        } catch (URISyntaxException e) {
            throw new IOException("Tried to read " + from + ", but it redirects to what is no URL", e);
        }
        boolean web = "http".equals(to.getScheme()) || "https".equals(to.getScheme());
        if (!web || to.getHost() == null || "https".equals(from.getScheme()) && "http".equals(to.getScheme())) {
            throw new IOException("Tried to read " + from + ", but it redirects to " + to.getScheme() + "://"
                    + to.getHost() + ", which is no longer protected by TLS or no web address");
        }
        return to;
    }

    private <T> HttpResponse<T> sendOnce(String method, URI uri, String range, BodyHandler<T> handler)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.noBody())
                .timeout(timeout);
        // A compressed answer would have another hash and other offsets.
        request.header("Accept-Encoding", "identity");
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        if (sameOrigin(uri, base)) {
            authorization.ifPresent(secret -> request.header(secret.header(), secret.value()));
        }
        try {
            return client.send(request.build(), handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("Interrupted while reading " + uri);
            interrupted.initCause(e);
            throw interrupted;
        } catch (SSLException e) {
            throw new IOException(
                    "Tried to read " + uri + ", but no protected connection could be made: " + e.getMessage()
                            + ". If the server's certificate is of an authority of your own, name its PEM file in the remote's ssl_verify",
                    e);
        } catch (IOException e) {
            throw new TransientException("Tried to read " + uri + ", but " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.nio.channels.UnresolvedAddressException) {
                return "the name of the host is not known";
            }
        }
        return e.getMessage() == null ? "the connection failed (" + e.getClass().getSimpleName() + ")" : e.getMessage();
    }

    private static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }
}

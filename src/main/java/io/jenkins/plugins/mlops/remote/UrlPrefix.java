package io.jenkins.plugins.mlops.remote;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where URLs start: with the same scheme, host and port, and with the same whole segments of the path. A URL that two programs might read in two ways starts with
 * no prefix.
 *
 * @param host in lower case; the bucket or container of a storage that has no host
 * @param port the scheme's own where the URL has none; -1 where the scheme has none either
 * @param path segments, as they are written
 */
public record UrlPrefix(String scheme, String host, int port, List<String> path) {

    private static final Pattern URL =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://([^/?#]*)(/[^?#]*)?(?:[?#].*)?", Pattern.DOTALL);
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:[^@]*@)?([A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+\\])(?::([0-9]{1,5}))?");

    /** Whatever is not here: controls, spaces, backslashes and what is not ASCII. */
    private static final Pattern PLAIN = Pattern.compile("[!-\\[\\]-~]+");

    private static final Pattern AMBIGUOUS_SEGMENT = Pattern.compile("(?i)(?:\\.|%2e){1,2}|.*%(?:2f|5c|00).*");

    private static final Map<String, Integer> PORTS =
            Map.of("http", 80, "https", 443, "webdav", 80, "webdavs", 443, "ssh", 22, "sftp", 22);

    public UrlPrefix {
        path = List.copyOf(path);
    }

    /** @throws IllegalArgumentException that says what to write instead */
    public static UrlPrefix parse(String text) {
        return read(text)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "'" + text
                                        + "' is no prefix of URLs; write scheme, host and path as in https://storage.example/team/ or s3://bucket/team"));
    }

    private static Optional<UrlPrefix> read(String text) {
        Matcher url = URL.matcher(text);
        if (!PLAIN.matcher(text).matches() || !url.matches()) {
            return Optional.empty();
        }
        Matcher authority = AUTHORITY.matcher(url.group(2));
        String path =
                url.group(3) == null ? "" : url.group(3).replaceFirst("^/", "").replaceFirst("/+$", "");
        List<String> segments = path.isEmpty() ? List.of() : Arrays.asList(path.split("/", -1));
        if (!authority.matches()
                || segments.stream()
                        .anyMatch(segment -> AMBIGUOUS_SEGMENT.matcher(segment).matches())) {
            return Optional.empty();
        }
        String scheme = url.group(1).toLowerCase(Locale.ROOT);
        int port = authority.group(2) == null ? PORTS.getOrDefault(scheme, -1) : Integer.parseInt(authority.group(2));
        return Optional.of(new UrlPrefix(scheme, authority.group(1).toLowerCase(Locale.ROOT), port, segments));
    }

    public boolean covers(String url) {
        return read(url).filter(this::covers).isPresent();
    }

    private boolean covers(UrlPrefix other) {
        return scheme.equals(other.scheme)
                && host.equals(other.host)
                && port == other.port
                && path.size() <= other.path.size()
                && path.equals(other.path.subList(0, path.size()));
    }

    /** Whether a password on the way there can be read by anybody between. */
    public boolean isInTheClear() {
        boolean open = List.of("http", "webdav", "ftp").contains(scheme);
        return open && !host.equals("localhost") && !host.equals("[::1]") && !host.matches("127(\\.[0-9]{1,3}){3}");
    }

    @Override
    public String toString() {
        boolean usual = PORTS.getOrDefault(scheme, -1) == port;
        return scheme + "://" + host + (usual ? "" : ":" + port) + "/" + String.join("/", path);
    }
}

package io.jenkins.plugins.mlops.git;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** URLs of Git remotes, as they may be shown. */
final class RemoteUrls {

    private static final Pattern WITH_SCHEME =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", Pattern.DOTALL);

    private RemoteUrls() {}

    /** Without passwords, tokens and queries. The user name of ssh stays: it is part of the address ({@code git@host:path}) and no secret. */
    static String withoutCredentials(String url) {
        Matcher matcher = WITH_SCHEME.matcher(url.strip());
        if (!matcher.matches()) {
            return url.strip();
        }
        String scheme = matcher.group(1);
        String authority = matcher.group(2);
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        String user = authority.substring(0, authority.length() - host.length()).replaceFirst("[:@].*", "");
        boolean ssh = scheme.equalsIgnoreCase("ssh") || scheme.equalsIgnoreCase("git+ssh");
        String path = matcher.group(3).replaceFirst("[?#].*", "");
        return scheme + "://" + (ssh && !user.isEmpty() ? user + "@" : "") + host + path;
    }
}

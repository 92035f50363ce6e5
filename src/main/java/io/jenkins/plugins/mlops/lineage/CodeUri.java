package io.jenkins.plugins.mlops.lineage;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of Git repositories as URIs. */
final class CodeUri {

    private static final Pattern SCP_LIKE = Pattern.compile("([^/@:]+@)?([^/@:]{2,}):(?!/)(.*)");

    private CodeUri() {}

    /** {@code git@host:path} is an address for Git but no URI, and a path of this machine says nothing elsewhere: {@code ssh://git@host/path}, and empty. */
    static Optional<String> of(CodeVersion code) {
        return code.repository().flatMap(url -> {
            if (url.matches("[A-Za-z][A-Za-z0-9+.-]*://.*")) {
                return url.startsWith("file:") ? Optional.empty() : Optional.of(escaped(url));
            }
            Matcher matcher = SCP_LIKE.matcher(url);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String user = Optional.ofNullable(matcher.group(1)).orElse("");
            return Optional.of(escaped("ssh://" + user + matcher.group(2) + "/" + matcher.group(3)));
        });
    }

    private static String escaped(String url) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : url.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > ' ' && b < 127 && "\"<>\\^`{|}".indexOf(b) < 0;
            escaped.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
        }
        return escaped.toString();
    }
}

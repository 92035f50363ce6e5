package io.jenkins.plugins.mlops.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where another repository is. The text comes from a {@code .dvc} file and is hostile: {@code ext::} runs a program, and what starts with {@code -} would be an option.
 *
 * @param url as Git takes it
 * @param ssh whether it needs the installed {@code git}
 * @param folder for one on this machine
 */
record CloneAddress(String url, boolean ssh, Optional<Path> folder) {

    private static final Pattern SCP_LIKE =
            Pattern.compile("([A-Za-z0-9_.][A-Za-z0-9_.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]+:[^:].*");
    private static final Pattern SSH_URL =
            Pattern.compile("ssh://([A-Za-z0-9_.][A-Za-z0-9_.-]*@)?[A-Za-z0-9\\[][^/]*/.+");

    static CloneAddress of(String url, Path importing) throws IOException {
        String lower = url.toLowerCase(Locale.ROOT);
        if (url.isBlank() || url.startsWith("-") || url.chars().anyMatch(Character::isISOControl)) {
            throw refused(url, "it is no address");
        }
        if (lower.startsWith("https://") || lower.startsWith("http://")) {
            return new CloneAddress(url, false, Optional.empty());
        }
        if (lower.startsWith("ssh://")) {
            if (!SSH_URL.matcher(url).matches()) {
                throw refused(url, "its host or user is none that ssh should be called with");
            }
            return new CloneAddress(url, true, Optional.empty());
        }
        if (lower.startsWith("file://")) {
            return local(url, url.substring("file://".length()), importing);
        }
        if (url.contains("://") || url.contains("::")) {
            throw refused(url, "only https, http, ssh and paths are supported");
        }
        boolean drive = url.matches("[A-Za-z]:[/\\\\].*");
        if (!drive && SCP_LIKE.matcher(url).matches()) {
            return new CloneAddress(url, true, Optional.empty());
        }
        return local(url, url, importing);
    }

    private static CloneAddress local(String url, String path, Path importing) throws IOException {
        try {
            Path folder = importing.resolve(path).normalize();
            if (!Files.isDirectory(folder)) {
                throw refused(url, "there is no folder " + folder);
            }
            return new CloneAddress(folder.toString(), false, Optional.of(folder));
        } catch (InvalidPathException e) {
            throw refused(url, "it is no path on this system");
        }
    }

    private static IOException refused(String url, String why) {
        String shown = RemoteUrls.withoutCredentials(url).replaceAll("\\p{Cntrl}", "?");
        return new IOException("Cannot use '" + shown + "' as the Git repository of an import: " + why);
    }

    String shown() {
        return RemoteUrls.withoutCredentials(url);
    }

    String withoutSecrets(String message) {
        return message.replace(url, shown()).replaceAll("://[^/@\\s]+@", "://");
    }
}

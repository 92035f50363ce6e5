package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one run of {@code dvc} alone adds to DVC's configuration. It stands in a folder of its own that takes the place of the system-wide configuration (the level
 * that hardly any machine has) and goes with the run: a command line can be seen by every user of the machine, and {@code config.local} would outlive a killed
 * run in the workspace. Variables such as {@code AWS_SECRET_ACCESS_KEY} would be for every remote of the repository; here they are for the one that may have them. What the repository's own
 * configuration sets comes before it.
 */
final class ExternalDvcSettings implements AutoCloseable {

    private final Map<String, Map<String, String>> remotes = new TreeMap<>();
    private final Map<String, String> cache = new TreeMap<>();
    private final Map<String, String> keys = new TreeMap<>();
    private final List<Credentials> secrets = new ArrayList<>();
    private Optional<SecretFolder> folder = Optional.empty();

    void credentials(String name, Credentials credentials) {
        Map<String, String> remote = remotes.computeIfAbsent(name, none -> new TreeMap<>());
        secrets.add(credentials);
        if (credentials instanceof Credentials.Login login) {
            set(remote, "user", login.user());
            remote.put("password", login.password());
        } else if (credentials instanceof Credentials.SshKey ssh) {
            set(remote, "user", ssh.user());
            set(remote, "passphrase", ssh.passphrase());
            // OpenSSH's format has to end with a line feed, which forms take away; and they send CR LF.
            keys.put(name, ssh.key().strip().lines().collect(Collectors.joining("\n", "", "\n")));
        } else if (credentials instanceof Credentials.AwsKeys aws) {
            remote.put("access_key_id", aws.accessKeyId());
            remote.put("secret_access_key", aws.secretAccessKey());
            set(remote, "session_token", aws.sessionToken());
        }
    }

    private static void set(Map<String, String> options, String name, String value) {
        if (!value.isEmpty()) {
            options.put(name, value);
        }
    }

    void cacheDir(Path path) {
        cache.put("dir", path.toAbsolutePath().toString());
    }

    void links(List<LinkType> links) {
        if (!links.isEmpty()) {
            cache.put(
                    "type",
                    String.join(
                            ",",
                            links.stream()
                                    .map(link -> link.name().toLowerCase(Locale.ROOT))
                                    .toList()));
        }
    }

    /** Writes the settings down, and says how {@code dvc} finds them. */
    Map<String, String> environment(Map<String, String> inherited) throws IOException {
        Map<String, String> variables = new HashMap<>(inherited);
        variables.put("DVC_NO_ANALYTICS", "1");
        variables.put("PYTHONUNBUFFERED", "1");
        // Python on Windows writes to a pipe in the system's code page.
        variables.put("PYTHONIOENCODING", "utf-8");
        if (!cache.isEmpty() || !remotes.isEmpty()) {
            SecretFolder made = SecretFolder.create(Path.of(System.getProperty("java.io.tmpdir")));
            folder = Optional.of(made);
            int files = 0;
            for (Map.Entry<String, String> key : keys.entrySet()) {
                files++;
                Path file = made.write("key-" + files, key.getValue());
                remotes.get(key.getKey()).put("keyfile", file.toString());
            }
            made.write("config", text());
            variables.put("DVC_SYSTEM_CONFIG_DIR", made.path().toString());
        }
        return variables;
    }

    private String text() throws IOException {
        StringBuilder sections = new StringBuilder(section("cache", cache));
        for (Map.Entry<String, Map<String, String>> remote : remotes.entrySet()) {
            sections.append(section("'remote \"" + word(remote.getKey()) + "\"'", remote.getValue()));
        }
        return sections.toString();
    }

    String mask(String line) {
        String masked = line;
        for (Credentials secret : secrets) {
            masked = secret.mask(masked);
        }
        return masked;
    }

    private static String section(String name, Map<String, String> options) throws IOException {
        if (options.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("[" + name + "]\n");
        for (Map.Entry<String, String> option : options.entrySet()) {
            text.append("    ").append(word(option.getKey())).append(" = ");
            text.append(quoted(option.getKey(), option.getValue())).append('\n');
        }
        return text.toString();
    }

    private static String word(String text) throws IOException {
        if (text.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\'' || c == ']' || c == '=')) {
            throw new IOException("The name '" + text + "' cannot stand in a DVC configuration");
        }
        return text;
    }

    /** configobj knows no escapes, so a value stands in quotes that it does not contain. */
    private static String quoted(String option, String value) throws IOException {
        boolean oneLine = value.indexOf('\n') < 0 && value.indexOf('\r') < 0;
        String[] quotes = oneLine ? new String[] {"\"", "'", "'''", "\"\"\""} : new String[] {"'''", "\"\"\""};
        for (String quote : quotes) {
            if (!value.contains(quote) && !value.endsWith(quote.substring(0, 1))) {
                return quote + value + quote;
            }
        }
        throw new IOException(
                "The value of option " + option + " has every kind of quotes, which DVC's configuration cannot hold");
    }

    @Override
    public void close() throws IOException {
        if (folder.isPresent()) {
            folder.get().close();
        }
    }
}

package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one run of {@code dvc} alone adds to DVC's configuration. It stands in a folder of its own that takes the place of the system-wide configuration (the level
 * that hardly any machine has) and goes with the run: a command line can be seen by every user of the machine, and {@code config.local} would outlive a killed
 * run in the workspace. What the repository's own configuration sets comes before it.
 */
final class ExternalDvcSettings implements AutoCloseable {

    private final Map<String, Map<String, String>> remotes = new TreeMap<>();
    private final Map<String, String> cache = new TreeMap<>();
    private final List<String> secrets = new ArrayList<>();
    private Optional<Path> folder = Optional.empty();

    void credentials(String name, Credentials credentials) {
        Map<String, String> remote = remotes.computeIfAbsent(name, none -> new TreeMap<>());
        remote.putAll(credentials.options());
        credentials.user().ifPresent(user -> remote.put("user", user));
        credentials.password().ifPresent(password -> remote.put("password", password));
        remote.forEach((option, value) -> {
            if (!option.equals("user") && !value.isEmpty()) {
                secrets.add(value);
            }
        });
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
        StringBuilder sections = new StringBuilder(section("cache", cache));
        for (Map.Entry<String, Map<String, String>> remote : remotes.entrySet()) {
            sections.append(section("'remote \"" + word(remote.getKey()) + "\"'", remote.getValue()));
        }
        String text = sections.toString();
        if (!text.isEmpty()) {
            // Made for its owner alone where the file system knows owners.
            Path made = Files.createTempDirectory("mlops-dvc-");
            folder = Optional.of(made);
            Files.writeString(made.resolve("config"), text, StandardCharsets.UTF_8);
            variables.put("DVC_SYSTEM_CONFIG_DIR", made.toString());
        }
        return variables;
    }

    String mask(String line) {
        String masked = line;
        for (String secret : secrets) {
            masked = masked.replace(secret, "****");
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
            Files.deleteIfExists(folder.get().resolve("config"));
            Files.deleteIfExists(folder.get());
        }
    }
}

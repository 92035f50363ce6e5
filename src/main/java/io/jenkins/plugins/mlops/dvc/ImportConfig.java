package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an import says about the configuration of the repository that it comes from, {@code config:} and {@code remote:} under {@code repo:}. It is stronger than what stands there.
 *
 * @param file a configuration file of this machine; a relative one starts at the root of the repository that imports
 * @param sections as {@link ConfigText} reads them
 * @param remote the name of the default remote
 * @param remoteOptions options of the default remote
 */
record ImportConfig(
        Optional<ConfigText.Value> file,
        Map<String, Map<String, ConfigText.Value>> sections,
        Optional<ConfigText.Value> remote,
        Map<String, ConfigText.Value> remoteOptions) {

    static final ImportConfig NONE = new ImportConfig(Optional.empty(), Map.of(), Optional.empty(), Map.of());

    private static final Set<String> NAMED = Set.of("remote", "machine", "db");
    private static final long MAX_FILE_SIZE = 1024L * 1024;

    /** The default remote, where neither the other repository nor the import names one. */
    private static final String UNNAMED = "import";

    ImportConfig {
        sections = Map.copyOf(sections);
        remoteOptions = Map.copyOf(remoteOptions);
    }

    static ImportConfig read(Node.Mapping repository) throws DocumentException {
        Optional<ConfigText.Value> file = Optional.empty();
        Map<String, Map<String, ConfigText.Value>> sections = Map.of();
        Optional<Node> config = repository.get("config").filter(node -> !(node instanceof Node.Null));
        if (config.isPresent() && config.get() instanceof Node.Mapping mapping) {
            sections = sections(mapping);
        } else if (config.isPresent()) {
            file = Optional.of(value(config.get(), "'config'"));
        }
        Optional<Node> remote = repository.get("remote").filter(node -> !(node instanceof Node.Null));
        if (remote.isPresent() && remote.get() instanceof Node.Mapping mapping) {
            return new ImportConfig(file, sections, Optional.empty(), options(mapping));
        }
        return new ImportConfig(
                file,
                sections,
                remote.isEmpty() ? Optional.empty() : Optional.of(value(remote.get(), "'remote'")),
                Map.of());
    }

    private static Map<String, Map<String, ConfigText.Value>> sections(Node.Mapping config) throws DocumentException {
        Map<String, Map<String, ConfigText.Value>> sections = new LinkedHashMap<>();
        for (Map.Entry<String, Node> entry : config.entries().entrySet()) {
            String section = entry.getKey().toLowerCase(Locale.ROOT);
            Node.Mapping content = entry.getValue().asMapping("the section '" + section + "' of 'config'");
            if (!NAMED.contains(section)) {
                sections.put(section, options(content));
                continue;
            }
            for (Map.Entry<String, Node> named : content.entries().entrySet()) {
                String name = named.getKey().toLowerCase(Locale.ROOT);
                sections.put(
                        section + " \"" + name + "\"",
                        options(named.getValue().asMapping("the " + section + " '" + name + "' of 'config'")));
            }
        }
        return sections;
    }

    private static Map<String, ConfigText.Value> options(Node.Mapping mapping) throws DocumentException {
        Map<String, ConfigText.Value> options = new LinkedHashMap<>();
        for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
            if (!(entry.getValue() instanceof Node.Null)) {
                options.put(
                        entry.getKey().toLowerCase(Locale.ROOT),
                        value(entry.getValue(), "the option '" + entry.getKey() + "'"));
            }
        }
        return options;
    }

    private static ConfigText.Value value(Node node, String what) throws DocumentException {
        if (node instanceof Node.Flag flag) {
            return new ConfigText.Value(String.valueOf(flag.value()), node.at());
        }
        if (node instanceof Node.Sequence list) {
            List<String> items = new java.util.ArrayList<>();
            for (Node item : list.items()) {
                items.add(value(item, what).text());
            }
            return new ConfigText.Value(String.join(",", items), node.at());
        }
        return new ConfigText.Value(node.asText(what), node.at());
    }

    /**
     * @param other the configuration of the repository that the import comes from
     * @param root of the repository that imports: what stands in the import, or in the file that it names, is relative to it
     */
    DvcConfig over(DvcConfig other, Path root) throws IOException {
        Map<String, Map<String, ConfigText.Value>> stronger =
                new HashMap<>(file.isPresent() ? parse(file.get(), root) : sections);
        // As DVC: where that repository keeps its own cache is not the import's to say.
        stronger.remove("cache");
        DvcConfig config = other.with(stronger, root);
        if (remote.isPresent()) {
            config = config.with(Map.of("core", Map.of("remote", remote.get())), root);
        }
        if (remoteOptions.isEmpty()) {
            return config;
        }
        Map<String, Map<String, ConfigText.Value>> chosen = new HashMap<>();
        Optional<String> name = config.defaultRemoteName();
        if (name.isEmpty()) {
            Position at = remoteOptions.values().iterator().next().at();
            chosen.put("core", Map.of("remote", new ConfigText.Value(UNNAMED, at)));
        }
        chosen.put("remote \"" + name.orElse(UNNAMED) + "\"", remoteOptions);
        return config.with(chosen, root);
    }

    private static Map<String, Map<String, ConfigText.Value>> parse(ConfigText.Value named, Path root)
            throws IOException {
        try {
            Path path = root.resolve(named.text());
            // A pipe would block for ever.
            if (!Files.isRegularFile(path)) {
                throw new DocumentException(
                        named.at(),
                        "the import's 'config' is " + path + ", which is no file. Write it there, as DVC has it");
            }
            if (Files.size(path) > MAX_FILE_SIZE) {
                throw new DocumentException(
                        named.at(),
                        "the import's 'config' is " + path + ", which is larger than a configuration of DVC");
            }
            return ConfigText.parse(Files.readString(path, StandardCharsets.UTF_8), path.toString());
        } catch (InvalidPathException e) {
            throw new DocumentException(named.at(), "the import's 'config' is no path: " + e.getReason(), e);
        }
    }

    /** Options may hold passwords, so only their names show. */
    @Override
    public String toString() {
        String all = sections.entrySet().stream()
                .map(section -> section.getKey() + section.getValue().keySet())
                .sorted()
                .collect(Collectors.joining(", "));
        return "ImportConfig[" + file.map(ConfigText.Value::text).orElse("") + ", " + all + ", "
                + remote.map(ConfigText.Value::text).orElse("") + remoteOptions.keySet() + "]";
    }
}
